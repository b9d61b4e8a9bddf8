namespace PriceStream.Web.Demo;

/// <summary>Adds up the trades of one side in a window.</summary>
internal struct DemoSum
{
    private long gp;
    private long priced;
    private long volume;

    public long Trades { get; private set; }

    /// <summary>The average price and the volume. Cut after two decimals, which leaves the rounding to whole gp as it is.</summary>
    public readonly (decimal? Price, long Volume) Average =>
        volume == 0 ? (null, 0) : (decimal.Floor(100m * gp / priced) / 100, volume);

    /// <param name="times">How many trades it stands for.</param>
    /// <param name="price">Null for a trade that counts with its volume alone.</param>
    public void Add(long quantity, long times, long? price)
    {
        Trades++;
        volume += quantity * times;
        if (price is { } each)
        {
            gp += quantity * each;
            priced += quantity;
        }
    }
}
