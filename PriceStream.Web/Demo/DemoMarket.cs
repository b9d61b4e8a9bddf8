using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>
/// A market that is a function of its seed and the time, with no state: the same after a restart, never a trade in the future, and an
/// item that has not traded stays as it was.
/// </summary>
public sealed class DemoMarket(int seed)
{
    private const int High = 10;
    private const int Low = 11;

    // How many slots back to search for a side's last trade. Even at a chance of one half, a miss is practically impossible.
    private const int MaxSlots = 40;

    private const int Hour = 3600;

    // The most slots of an hour that are evaluated on each side. Of an hour with more, evenly spread slots stand for all. In a longer
    // window, every hour counts with its volume, and so many trades, evenly spread, with their prices.
    private const int MaxSamples = 32;

    // The waves of a price: how long each is in seconds, and how much of the price it moves.
    private static readonly (int Seconds, double Amplitude)[] Waves =
        [(45, 0.002), (600, 0.005), (4 * 3600, 0.012), (2 * 86400, 0.03), (15 * 86400, 0.06), (90 * 86400, 0.15)];

    private readonly OrderedDictionary<int, DemoItem> items =
        new(DemoCatalogue.Create(seed).Select(item => KeyValuePair.Create(item.Facts.Id, item)));

    /// <summary>The catalogue, ids ascending.</summary>
    public IEnumerable<UpstreamItem> Mapping => items.Values.Where(item => item.Listed).Select(item => item.Facts);

    /// <summary>All item ids, ascending, including the few that the catalogue does not list.</summary>
    public IEnumerable<int> Ids => items.Keys;

    public bool Has(int id) => items.ContainsKey(id);

    /// <summary>
    /// The last trades of one item up to that Unix second; null for an item that is unknown or has never traded.
    /// </summary>
    public UpstreamPrice? LatestOf(int id, long time)
    {
        if (!items.TryGetValue(id, out var item))
        {
            return null;
        }

        var high = LastTrade(item, High, time);
        var low = LastTrade(item, Low, time);
        if (high is null && low is null)
        {
            return null;
        }

        return new() { High = high?.Price, HighTime = high?.Time, Low = low?.Price, LowTime = low?.Time };
    }

    /// <summary>
    /// What every item traded in the window of that width and start. Items that did not trade are left out.
    /// </summary>
    public IEnumerable<KeyValuePair<int, DemoWindow>> WindowsAt(long start, int seconds)
    {
        foreach (var (id, item) in items)
        {
            if (Window(item, start, seconds) is { } window)
            {
                yield return new(id, window);
            }
        }
    }

    /// <summary>
    /// The last closed windows of one item, without those in which it did not trade, ascending; null for an unknown item.
    /// </summary>
    public IEnumerable<DemoWindow>? SeriesOf(int id, int seconds, int count, long time)
    {
        var end = time / seconds * seconds;
        return items.TryGetValue(id, out var item)
            ? from index in Enumerable.Range(0, count)
              let window = Window(item, end - (count - index) * (long)seconds, seconds)
              where window is not null
              select window
            : null;
    }

    private DemoWindow? Window(DemoItem item, long start, int seconds)
    {
        var (high, highVolume) = Traded(item, High, start, start + seconds);
        var (low, lowVolume) = Traded(item, Low, start, start + seconds);
        return highVolume + lowVolume == 0 ? null : new(start, high, highVolume, low, lowVolume);
    }

    // Averages the same trades that /latest shows, so that a chart has no step between windows and ticks.
    private (decimal? Price, long Volume) Traded(DemoItem item, int side, long start, long end)
    {
        if (NeverTrades(item, side))
        {
            return (null, 0);
        }

        var sum = new DemoSum();
        for (var from = start; from < end; from += Hour)
        {
            AddTrades(ref sum, item, side, from, Math.Min(from + Hour, end), hours: Math.Max(1, (end - start) / Hour));
        }

        return sum.Average;
    }

    /// <param name="hours">How many hours the whole window has. The more, the fewer trades of each count with their prices.</param>
    private void AddTrades(ref DemoSum sum, DemoItem item, int side, long start, long end, long hours)
    {
        var (first, last) = (start / item.SlotSeconds, (end - 1) / item.SlotSeconds);
        var oneIn = Math.Max(1, Math.Min(MaxSamples, last - first + 1) * hours / MaxSamples);
        var stride = 1 + (last - first) / MaxSamples;
        for (var slot = first; slot <= last; slot += stride)
        {
            if (TradeIn(item, side, slot) is { } at && at >= start && at < end)
            {
                var quantity = Quantity(item, side, slot);
                sum.Add(quantity, stride, sum.Trades % oneIn == 0 ? PriceAt(item, side, at) : null);
            }
        }
    }

    // Cheap items trade in larger quantities.
    private long Quantity(DemoItem item, int side, long slot) =>
        1 + (long)(2 * Math.Min(20_000, 200_000 / item.BasePrice) * DemoHash.Unit(seed, item.Facts.Id, side + 30, slot));

    private (long Price, long Time)? LastTrade(DemoItem item, int side, long time)
    {
        if (NeverTrades(item, side))
        {
            return null;
        }

        var slot = time / item.SlotSeconds;
        for (var tries = 0; tries < MaxSlots; tries++, slot--)
        {
            if (TradeIn(item, side, slot) is { } at && at <= time)
            {
                return (PriceAt(item, side, at), at);
            }
        }

        return null;
    }

    // Some of the rarest items have never traded on one side, and a few on neither.
    private bool NeverTrades(DemoItem item, int side) => item.SlotSeconds > 86400 && DemoHash.Unit(seed, item.Facts.Id, side, -1) < 0.22;

    /// <summary>The Unix second of a side's trade in a slot, which has at most one; null for none.</summary>
    private long? TradeIn(DemoItem item, int side, long slot) =>
        DemoHash.Unit(seed, item.Facts.Id, side, 2 * slot) < item.TradeChance
            ? slot * item.SlotSeconds + (long)(DemoHash.Of(seed, item.Facts.Id, side, 2 * slot + 1) % (ulong)item.SlotSeconds)
            : null;

    private long PriceAt(DemoItem item, int side, long time)
    {
        var id = item.Facts.Id;
        var log = 0.0;
        for (var wave = 0; wave < Waves.Length; wave++)
        {
            log += Waves[wave].Amplitude * Noise(id, 20 + wave, time / (double)Waves[wave].Seconds);
        }

        // Rare items have wide spreads. As in the real market, a trade is sometimes at the other side's price.
        var spread = item.SlotSeconds < 60 ? 0.034 : 0.06;
        var chance = DemoHash.Unit(seed, id, side + 20, time);
        var half = (side == High) == (chance > (item.SlotSeconds < 60 ? 0.002 : 0.04)) ? spread / 2 : -spread / 2;
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
