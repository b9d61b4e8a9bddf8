
namespace PriceStream.Web.History;

/// <summary>
/// The price of one side of a bucket out of what is in it: the average of the source's windows, weighted by volume, where they have a
/// price; else the mean of the ticks. Rounded half up to whole gp. A share of a wide window may have a price and no volume, because few
/// trades were spread over many buckets; or a volume and no price, because the bucket has ticks.
/// </summary>
public struct PriceMean
{
    private Int128 gp; // 2^31 gp times a volume of over 32 bits, many times
    private Int128 volume; // of the windows with a price
    private Int128 unpriced; // of those without
    private long? standing; // the price of a window of which no trade fell into this bucket
    private bool hasWindows;

    /// <summary>The sum of the ticks' prices.</summary>
    public long TickSum { get; private set; }

    public int Ticks { get; private set; }

    /// <summary>What the source's windows say was traded; null when there is no window.</summary>
    public readonly long? Volume => !hasWindows ? null : (long)Int128.Min(volume + unpriced, long.MaxValue);

    /// <summary>The source has given a price.</summary>
    public readonly bool Sourced => volume > 0 || standing is not null;

    public readonly long? Price =>
        volume > 0 ? (long)((2 * gp + volume) / (2 * volume))
        : standing is not null ? standing
        : Ticks > 0 ? (2 * TickSum + Ticks) / (2 * Ticks)
        : null;

    public void AddTick(long? price)
    {
        if (price is { } seen)
        {
            TickSum += seen;
            Ticks++;
        }
    }

    /// <param name="price">Null where nothing was traded, or where the bucket's ticks have the price.</param>
    public void AddWindow(long? price, long traded)
    {
        hasWindows = true;
        if (price is not { } paid)
        {
            unpriced += traded;
            return;
        }

        standing ??= paid;
        volume += traded;
        gp += (Int128)paid * traded;
    }
}
