namespace PriceStream.Benchmarks;

/// <summary>
/// A random walk of an item's price, always the same for the same item.
/// About a third of the sides have no trade, as in the upstream's windows.
/// </summary>
internal sealed class Walk(int itemId)
{
    private readonly Random random = new(itemId);

    public long High { get; private set; } = 100 + (long)itemId * itemId % 2_000_000;

    public long Low => High - High / 50;

    public long Volume { get; private set; }

    public (long? High, long? Low) Next()
    {
        High = Math.Max(100, High + High * random.Next(-10, 11) / 1000);
        Volume = random.Next(1, 5000);
        return random.Next(3) switch
        {
            0 when random.Next(2) == 0 => (High, null),
            0 => (null, Low),
            _ => (High, Low),
        };
    }
}
