using System.Collections.Frozen;
using PriceStream.Web.Data;

namespace PriceStream.Web.History.Recent;

/// <summary>The trades of every item in the last days, in memory, replaced as a whole when windows have arrived.</summary>
public sealed class RecentMarket(WindowStore windows, ImportStore imports, TimeProvider clock)
{
    private const int HourWindows = 12;
    private const int DayWindows = 288;

    // The upstream publishes a window a little after its end.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    // While it catches up, the site fetches a window a second. A load may take a second too, so it gets a twentieth of the time.
    private const int PausePerLoad = 20;

    private (int Count, long Newest, long Hour) loaded;
    private long endOfLoad;
    private TimeSpan pause;
    private volatile Content content = new(FrozenDictionary<int, RecentTrades>.Empty, RecentTrades.Unknown, 0);

    /// <summary>Changes with every load.</summary>
    public int Version => content.Version;

    public RecentTrades Of(int itemId)
    {
        var now = content;
        return now.Items.GetValueOrDefault(itemId, now.Untraded);
    }

    /// <summary>Loads the windows again if any have arrived since the last load, or the hour is over.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (clock.GetElapsedTime(endOfLoad) < pause)
        {
            return;
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var (count, newest) = await imports.ExtentAsync(Resolution.Hours.Seconds, cancellationToken);
        var state = (count, newest, Resolution.Hours.WindowOf(now));
        if (count > 0 && state != loaded)
        {
            var start = clock.GetTimestamp();
            await LoadAsync(now, cancellationToken);
            endOfLoad = clock.GetTimestamp();
            (loaded, pause) = (state, PausePerLoad * clock.GetElapsedTime(start, endOfLoad));
        }
    }

    private async Task LoadAsync(long now, CancellationToken cancellationToken)
    {
        var fetched = (await imports.WindowsAsync(cancellationToken)).ToLookup(window => window.Step, window => window.Time);
        var (fiveMinutes, hours) = (fetched[Resolution.FiveMinutes.Seconds].ToHashSet(), fetched[Resolution.Hours.Seconds].ToHashSet());
        var end = EndOf(fiveMinutes, now);
        var (hour, day) = (new RecentSpan(end, HourWindows, fiveMinutes, hours), new RecentSpan(end, DayWindows, fiveMinutes, hours));
        var reader = new RecentReader(now, hour, day);
        var from = now - (long)RecentHours.Reach.TotalSeconds;
        await windows.ReadAllAsync(Resolution.Hours.Seconds, from, now, reader.TakeHour, cancellationToken);
        await windows.ReadAllAsync(Resolution.FiveMinutes.Seconds, day.Start, day.End, reader.TakeFiveMinutes, cancellationToken);
        content = new(reader.Complete(), reader.Untraded, content.Version + 1);
    }

    private static long EndOf(HashSet<long> fiveMinutes, long now)
    {
        var closed = Resolution.FiveMinutes.WindowOf(now);
        var published = fiveMinutes.Where(start => start < closed).DefaultIfEmpty(0).Max() + Resolution.FiveMinutes.Seconds;
        return published >= closed - LongestDelay.TotalSeconds ? published : closed;
    }

    /// <param name="Untraded">For an item that has no window.</param>
    private sealed record Content(FrozenDictionary<int, RecentTrades> Items, RecentTrades Untraded, int Version);
}
