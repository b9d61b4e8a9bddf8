using System.Numerics;
using PriceStream.Web.Data;

namespace PriceStream.Web.History.Recent;

/// <summary>The trades of an item over several windows: pieces by side, and the sum of price × pieces of both.</summary>
internal struct TradeSum
{
    private Int128 high;
    private Int128 low;
    private Int128 value;
    private Int128 priced; // the pieces that the value is of

    public readonly long Volume => Clamp(high + low);

    /// <summary>The pieces of the side that traded less.</summary>
    public readonly long Thin => Clamp(Int128.Min(high, low));

    public readonly long Value => Clamp(value);

    /// <summary>The volume-weighted price of both sides, rounded half up to whole gp; null without a trade.</summary>
    public readonly long? Price => priced > 0 ? (long)((2 * value + priced) / (2 * priced)) : null;

    /// <summary>Adds some twelfths of a window; on each side the pieces are rounded down.</summary>
    public void Add(in HistoryRow window, int twelfths = 12)
    {
        AddSide(ref high, window.High, window.HighVolume, twelfths);
        AddSide(ref low, window.Low, window.LowVolume, twelfths);
    }

    /// <summary>Adds another sum.</summary>
    public void Add(in TradeSum other)
    {
        high += other.high;
        low += other.low;
        value += other.value;
        priced += other.priced;
    }

    /// <summary>How much the price has changed since another sum, in hundredths of a percent, rounded half away from zero.</summary>
    public readonly long? ChangeSince(in TradeSum before)
    {
        if (priced == 0 || before.priced == 0 || before.value == 0)
        {
            return null;
        }

        var (now, then) = ((BigInteger)value * (BigInteger)before.priced, (BigInteger)before.value * (BigInteger)priced);
        var (twice, sign) = (2 * 10_000 * BigInteger.Abs(now - then), now < then ? -1 : 1);
        return sign * (long)BigInteger.Min((twice + then) / (2 * then), long.MaxValue);
    }

    private void AddSide(ref Int128 side, long? price, long pieces, int twelfths)
    {
        var share = (Int128)pieces * twelfths / 12;
        side += share;
        if (price is { } paid)
        {
            value += share * paid;
            priced += share;
        }
    }

    private static long Clamp(Int128 sum) => (long)Int128.Min(sum, long.MaxValue);
}
