using System.Text;

namespace PriceStream.Tests.Requests.Fuzz;

/// <summary>Requests that are broken as bytes.</summary>
internal static class FuzzNoise
{
    private static readonly byte[] Delimiters = [0, 9, 10, 13, 32, 58, 127, 255];

    /// <summary>The request with up to five places changed.</summary>
    public static byte[] Mutate(Random random, byte[] request)
    {
        var bytes = request.ToList();
        for (var count = random.Next(1, 6); count > 0 && bytes.Count > 2; count--)
        {
            Change(random, bytes, random.Next(bytes.Count));
        }

        return [.. bytes];
    }

    /// <summary>Random bytes, some of them behind the beginning of HTTP/2 or of TLS.</summary>
    public static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(1, 4000)];
        random.NextBytes(bytes);
        if (random.Next(3) == 0)
        {
            return Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Convert.ToHexString(bytes));
        }

        return random.Next(3) == 0 ? [0x16, 0x03, 0x01, .. bytes] : bytes;
    }

    private static void Change(Random random, List<byte> bytes, int at)
    {
        switch (random.Next(4))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.Insert(at, Delimiters[random.Next(Delimiters.Length)]);
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                break;
            default:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 200), bytes.Count - at)));
                break;
        }
    }
}
