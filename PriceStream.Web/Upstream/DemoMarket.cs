namespace PriceStream.Web.Upstream;

/// <summary>
/// A market that is a function of its seed and the time, with no state: the same after a restart, never a trade in the future, and an
/// item that has not traded stays as it was.
/// </summary>
public sealed class DemoMarket(int seed)
{
    private const int High = 10;
    private const int Low = 11;

    // How far back a side's last trade is looked for, in slots. Even at a chance of one half, not to find one is chance enough.
    private const int MaxSlots = 40;

    // The waves of a price: how long each is in seconds, and how much of the price it moves.
    private static readonly (int Seconds, double Amplitude)[] Waves =
        [(45, 0.002), (600, 0.005), (4 * 3600, 0.012), (2 * 86400, 0.03), (15 * 86400, 0.06), (90 * 86400, 0.15)];

    private readonly IReadOnlyList<DemoItem> items = DemoCatalogue.Create(seed);

    public IEnumerable<UpstreamItem> Mapping => items.Select(item => item.Facts);

    /// <summary>The last trades of every item that has ever traded, as they are known at that Unix second.</summary>
    public IEnumerable<KeyValuePair<int, UpstreamPrice>> LatestAt(long time)
    {
        foreach (var item in items)
        {
            var high = LastTrade(item, High, time);
            var low = LastTrade(item, Low, time);
            if (high is not null || low is not null)
            {
                yield return new(item.Facts.Id, new() { High = high?.Price, HighTime = high?.Time, Low = low?.Price, LowTime = low?.Time });
            }
        }
    }

    private (long Price, long Time)? LastTrade(DemoItem item, int side, long time)
    {
        // Some of the items that hardly trade have never traded on a side.
        if (item.SlotSeconds > 86400 && DemoHash.Unit(seed, item.Facts.Id, side, -1) < 0.4)
        {
            return null;
        }

        var slot = time / item.SlotSeconds;
        for (var tries = 0; tries < MaxSlots; tries++, slot--)
        {
            if (DemoHash.Unit(seed, item.Facts.Id, side, 2 * slot) < item.TradeChance)
            {
                var at = slot * item.SlotSeconds + (long)(DemoHash.Of(seed, item.Facts.Id, side, 2 * slot + 1) % (ulong)item.SlotSeconds);
                if (at <= time)
                {
                    return (PriceAt(item, side, at), at);
                }
            }
        }

        return null;
    }

    private long PriceAt(DemoItem item, int side, long time)
    {
        var id = item.Facts.Id;
        var log = 0.0;
        for (var wave = 0; wave < Waves.Length; wave++)
        {
            log += Waves[wave].Amplitude * Noise(id, 20 + wave, time / (double)Waves[wave].Seconds);
        }

        // Rare things have wide spreads; and now and then somebody pays the other side's price, as in the real market.
        var spread = item.SlotSeconds < 60 ? 0.034 : 0.06;
        var chance = DemoHash.Unit(seed, id, side + 20, time);
        var half = (side == High) == (chance > 0.04) ? spread / 2 : -spread / 2;
        return (long)Math.Clamp(Math.Round(item.BasePrice * Math.Exp(log) * (1 + half) * (1 + 0.016 * (chance - 0.5))), 1, int.MaxValue);
    }

    /// <summary>Between −1 and 1, smooth in <paramref name="x"/>: hashed values at whole numbers, joined by smoothstep.</summary>
    private double Noise(int id, int purpose, double x)
    {
        var whole = (long)Math.Floor(x);
        var part = x - whole;
        var from = DemoHash.Unit(seed, id, purpose, whole);
        var to = DemoHash.Unit(seed, id, purpose, whole + 1);
        return 2 * (from + (to - from) * part * part * (3 - 2 * part)) - 1;
    }
}
