using System.Buffers.Binary;

namespace PriceStream.Web.Data.Copy;

/// <summary>A 64-bit hash of an encoded row. Sums of it find changes, not forgeries.</summary>
internal static class RowHash
{
    private const ulong Seed = 0xA076_1D64_78BD_642F;
    private const ulong Multiplier = 0xE703_7ED1_A0B4_28DB;

    public static ulong Of(ReadOnlySpan<byte> row)
    {
        var hash = Mix((ulong)row.Length);
        for (; row.Length >= sizeof(ulong); row = row[sizeof(ulong)..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(row));
        }

        var rest = 0UL;
        foreach (var value in row)
        {
            rest = (rest << 8) | value;
        }

        return Mix(hash ^ rest);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value ^ Seed, Multiplier, out var low);
        return high ^ low;
    }
}
