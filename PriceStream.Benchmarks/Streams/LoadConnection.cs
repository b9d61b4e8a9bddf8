using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PriceStream.Benchmarks.Streams;

/// <summary>One stream of the load client: removes HTTP's framing and passes on whole lines.</summary>
internal sealed class LoadConnection(int number, Socket socket, LineHandler handle)
{
    private byte[] carry = new byte[256]; // the beginning of a line whose end has not arrived yet
    private int carried;
    private byte[] kept = new byte[256]; // the same for the body, while a chunk's size is read
    private int keptCount;
    private HttpPart part;
    private int left; // bytes of this part
    private bool chunked;

    public Socket Socket => socket;

    /// <summary>The status of the response; 0 before it has arrived.</summary>
    public int Status { get; private set; }

    public bool Closed { get; set; }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = part switch
            {
                HttpPart.Headers => TakeHeader(bytes),
                HttpPart.ChunkSize => TakeChunkSize(bytes),
                HttpPart.ChunkData => TakeChunkData(bytes),
                HttpPart.ChunkEnd => TakeChunkEnd(bytes),
                _ => TakeRaw(bytes),
            };
        }
    }

    private ReadOnlySpan<byte> TakeHeader(ReadOnlySpan<byte> bytes)
    {
        bytes = TakeLine(bytes, out var line);
        if (line is null)
        {
            return bytes;
        }

        if (line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
        {
            Status = int.Parse(line.AsSpan(9, 3));
        }

        chunked |= line.StartsWith("transfer-encoding: chunked", StringComparison.OrdinalIgnoreCase);
        if (line.Length == 0)
        {
            part = chunked ? HttpPart.ChunkSize : HttpPart.Raw;
        }

        return bytes;
    }

    private ReadOnlySpan<byte> TakeChunkSize(ReadOnlySpan<byte> bytes)
    {
        bytes = TakeLine(bytes, out var size);
        if (size is not null)
        {
            left = int.Parse(size.Split(';')[0], NumberStyles.HexNumber);
            (carry, kept) = (kept, carry);
            (carried, keptCount) = (keptCount, 0);
            part = left == 0 ? HttpPart.Raw : HttpPart.ChunkData; // an empty line and the end follow the last chunk
        }

        return bytes;
    }

    private ReadOnlySpan<byte> TakeChunkData(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(left, bytes.Length);
        Lines(bytes[..count]);
        left -= count;
        if (left == 0)
        {
            left = 2;
            part = HttpPart.ChunkEnd;
        }

        return bytes[count..];
    }

    private ReadOnlySpan<byte> TakeChunkEnd(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(left, bytes.Length);
        left -= count;
        if (left == 0)
        {
            (carry, kept) = (kept, carry);
            (carried, keptCount) = (0, carried);
            part = HttpPart.ChunkSize;
        }

        return bytes[count..];
    }

    private ReadOnlySpan<byte> TakeRaw(ReadOnlySpan<byte> bytes)
    {
        Lines(bytes);
        return [];
    }

    // HTTP's own lines are few and short.
    private ReadOnlySpan<byte> TakeLine(ReadOnlySpan<byte> bytes, out string? line)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0)
        {
            Keep(bytes);
            line = null;
            return [];
        }

        Keep(bytes[..end]);
        line = Encoding.ASCII.GetString(carry, 0, carried).TrimEnd('\r');
        carried = 0;
        return bytes[(end + 1)..];
    }

    private void Lines(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (carried > 0)
            {
                Keep(bytes[..end]);
                handle(number, carry.AsSpan(0, carried));
                carried = 0;
            }
            else
            {
                handle(number, bytes[..end]);
            }

            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (carried + bytes.Length > carry.Length)
        {
            Array.Resize(ref carry, 2 * (carried + bytes.Length));
        }

        bytes.CopyTo(carry.AsSpan(carried));
        carried += bytes.Length;
    }
}
