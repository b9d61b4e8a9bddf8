using System.Buffers.Binary;
using System.Text;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Copy;

/// <summary>
/// Encodes rows for COPY in its binary format (https://www.postgresql.org/docs/current/sql-copy.html). PostgreSQL sends a row back as
/// the same bytes.
/// </summary>
internal sealed class RowEncoder(IReadOnlyList<CopyColumn> columns)
{
    private const int Null = -1;
    private const int HeaderBytes = 19;

    private byte[] buffer = new byte[1024];
    private int length;

    /// <summary>The signature, and no flags and no extension.</summary>
    public static ReadOnlyMemory<byte> Header { get; } = MakeHeader();

    /// <summary>Follows the last row.</summary>
    public static ReadOnlyMemory<byte> End { get; } = new byte[] { 0xFF, 0xFF };

    /// <summary>The row's bytes, until the next call.</summary>
    public ReadOnlySpan<byte> Encode(SqliteStatement row)
    {
        length = 0;
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), (short)columns.Count);
        for (var index = 0; index < columns.Count; index++)
        {
            Append(row, index, columns[index].Type);
        }

        return buffer.AsSpan(0, length);
    }

    private static byte[] MakeHeader()
    {
        var header = new byte[HeaderBytes];
        byte[] signature = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0];
        signature.CopyTo(header, 0);
        return header;
    }

    private void Append(SqliteStatement row, int index, CopyType type)
    {
        if (type == CopyType.Text)
        {
            Append(row.TextOrNull(index));
        }
        else if (row.NumberOrNull(index) is { } number)
        {
            Append(number, type);
        }
        else
        {
            AppendLength(Null);
        }
    }

    private void Append(long number, CopyType type)
    {
        switch (type)
        {
            case CopyType.Integer:
                AppendLength(sizeof(int));
                BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), checked((int)number));
                break;
            case CopyType.Boolean:
                AppendLength(1);
                Take(1)[0] = number == 0 ? (byte)0 : (byte)1;
                break;
            default:
                AppendLength(sizeof(long));
                BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), number);
                break;
        }
    }

    // PostgreSQL takes neither a zero character nor half of a surrogate pair, which GetBytes replaces.
    private void Append(string? text)
    {
        if (text is null)
        {
            AppendLength(Null);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text.Replace("\0", "", StringComparison.Ordinal));
        AppendLength(bytes.Length);
        bytes.CopyTo(Take(bytes.Length));
    }

    private void AppendLength(int bytes) => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), bytes);

    private Span<byte> Take(int bytes)
    {
        if (length + bytes > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + bytes));
        }

        length += bytes;
        return buffer.AsSpan(length - bytes, bytes);
    }
}
