using System.Buffers.Binary;

namespace PriceStream.Web.Data.Copy;

/// <summary>Adds up the hashes of the rows that PostgreSQL sends, chunk by chunk.</summary>
internal sealed class RowSums(CopyTable table)
{
    private readonly Dictionary<int, ChunkSum> sums = [];
    private bool hasHeader;

    public IReadOnlyDictionary<int, ChunkSum> Sums => sums;

    /// <summary>How many rows have been added.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds the complete rows in the bytes.</summary>
    /// <returns>How many bytes they took.</returns>
    public int Add(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        if (!hasHeader)
        {
            if (bytes.Length < RowEncoder.Header.Length)
            {
                return 0;
            }

            (hasHeader, taken) = (true, RowEncoder.Header.Length);
        }

        while (LengthOfRow(bytes[taken..]) is > 0 and var length)
        {
            Add(bytes.Slice(taken, length), ChunkOf(bytes[taken..]));
            taken += length;
        }

        return taken;
    }

    private void Add(ReadOnlySpan<byte> row, int chunk)
    {
        sums[chunk] = sums.GetValueOrDefault(chunk).Add(row);
        Rows++;
    }

    // The item follows the number of columns and its own length.
    private int ChunkOf(ReadOnlySpan<byte> row) => table.ChunkOf(BinaryPrimitives.ReadInt32BigEndian(row[6..]));

    // 0 while the row is incomplete, and at the end.
    private static int LengthOfRow(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(short) || BinaryPrimitives.ReadInt16BigEndian(bytes) is var columns && columns < 0)
        {
            return 0;
        }

        var length = sizeof(short);
        for (var column = 0; column < columns; column++)
        {
            if (bytes.Length < length + sizeof(int))
            {
                return 0;
            }

            length += sizeof(int) + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(bytes[length..]));
        }

        return length <= bytes.Length ? length : 0;
    }
}
