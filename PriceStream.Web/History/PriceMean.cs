
namespace PriceStream.Web.History;

/// <summary>
/// Computes the price of one side of a bucket: the average of the upstream's windows, weighted by volume, or the mean of the ticks when
/// no window has a price. Rounded half up to whole gp.
/// </summary>
public struct PriceMean
{
    private Int128 gp; // a sum of many products of 2^31 gp and volumes beyond 32 bits
    private Int128 volume;
    private bool hasWindows;

    /// <summary>The sum of the ticks' prices.</summary>
    public long TickSum { get; private set; }

    public int Ticks { get; private set; }

    /// <summary>The pieces traded according to the upstream's windows; null when there is no window.</summary>
    public readonly long? Volume => !hasWindows ? null : (long)Int128.Min(volume, long.MaxValue);

    /// <summary>Whether a window of the upstream has a price.</summary>
    public readonly bool Sourced => volume > 0;

    public readonly long? Price =>
        volume > 0 ? (long)((2 * gp + volume) / (2 * volume))
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

    /// <param name="price">Null exactly when nothing was traded.</param>
    public void AddWindow(long? price, long traded)
    {
        hasWindows = true;
        volume += traded;
        gp += (Int128)(price ?? 0) * traded;
    }
}
