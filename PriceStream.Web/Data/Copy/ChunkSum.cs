namespace PriceStream.Web.Data.Copy;

/// <summary>How many rows a chunk has, and the sum of their hashes, which does not depend on their order.</summary>
internal readonly record struct ChunkSum(long Rows, ulong Hash)
{
    public ChunkSum Add(ReadOnlySpan<byte> row) => new(Rows + 1, unchecked(Hash + RowHash.Of(row)));
}
