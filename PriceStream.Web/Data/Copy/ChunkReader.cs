using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Copy;

/// <summary>Reads a chunk of the file, encodes its rows, and adds up their hashes.</summary>
internal sealed class ChunkReader(SqliteConnection connection, CopyTable table, IReadOnlyCollection<int> items)
{
    private const int BlockBytes = 64 << 10;

    private readonly byte[] block = new byte[BlockBytes];
    private int length;

    /// <summary>Of the rows that have been read.</summary>
    public ChunkSum Sum { get; private set; }

    /// <summary>Encoded rows, without header and end. Each block is valid until the next.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> ReadBlocks()
    {
        var encoder = new RowEncoder(table.Columns);
        using var rows = new SqliteStatement(connection, Select(), table.Partitioned is null ? [] : ["$item"]);
        foreach (var item in table.Partitioned is null ? [0] : items)
        {
            Bind(rows, item);
            while (rows.Step())
            {
                if (TryAppend(encoder, rows) is { } full)
                {
                    yield return full;
                }
            }
        }

        yield return block.AsMemory(0, length);
    }

    private string Select() =>
        $"SELECT {table.ColumnNames} FROM {table.Source}" + (table.Partitioned is null ? "" : $" WHERE {table.OfItem}");

    private void Bind(SqliteStatement rows, int item)
    {
        if (table.Partitioned is not null)
        {
            rows.Bind(item);
        }
    }

    // Returns what was in the block before the row, if the row did not fit.
    private ReadOnlyMemory<byte>? TryAppend(RowEncoder encoder, SqliteStatement rows)
    {
        var row = encoder.Encode(rows);
        Sum = Sum.Add(row);
        ReadOnlyMemory<byte>? full = null;
        if (length + row.Length > block.Length)
        {
            full = block.AsSpan(0, length).ToArray();
            length = 0;
        }

        if (row.Length > block.Length)
        {
            throw new InvalidDataException($"a row of {table.Source} has {row.Length:N0} bytes");
        }

        row.CopyTo(block.AsSpan(length));
        length += row.Length;
        return full;
    }
}
