namespace PriceStream.Web.History.Import;

/// <summary>Which bulk windows are stored, and which have been postponed, as far back as windows are fetched.</summary>
internal sealed class WindowLedger
{
    private readonly HashSet<(Resolution Resolution, long Time)> stored = [];

    public PostponedWindows Postponed { get; } = new();

    public int CountOf(Resolution resolution) => stored.Count(window => window.Resolution == resolution);

    public void Store((Resolution Resolution, long Time) window)
    {
        stored.Add(window);
        Postponed.Remove(window);
    }

    public void Clear() => stored.Clear();

    /// <summary>The windows of one width that are neither stored nor postponed, newest first. Forgets those before the range.</summary>
    /// <param name="from">The start of the first, in Unix seconds.</param>
    /// <param name="to">The end of the last; 0 when it is not known yet.</param>
    public List<(Resolution Resolution, long Time)> Missing(Resolution resolution, long from, long to)
    {
        bool IsObsolete((Resolution Resolution, long Time) window) => window.Resolution == resolution && window.Time < from;
        stored.RemoveWhere(IsObsolete);
        Postponed.RemoveWhere(IsObsolete);
        var missing = new List<(Resolution Resolution, long Time)>();
        for (var time = to - resolution.Seconds; to > 0 && time >= from; time -= resolution.Seconds)
        {
            if (!stored.Contains((resolution, time)) && !Postponed.Contains((resolution, time)))
            {
                missing.Add((resolution, time));
            }
        }

        return missing;
    }
}
