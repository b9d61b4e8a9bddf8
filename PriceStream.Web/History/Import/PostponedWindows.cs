using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>
/// The bulk windows that do not count as fetched although the upstream was asked for them, and when it is asked again. After a restart
/// they are missed windows like any other, because they are not marked in the database.
/// </summary>
internal sealed class PostponedWindows
{
    private readonly Dictionary<(Resolution Resolution, long Time), (int Failures, DateTimeOffset NextTry)> windows = [];

    public bool Contains((Resolution Resolution, long Time) window) => windows.ContainsKey(window);

    /// <summary>Adds a window, or postpones it for longer.</summary>
    /// <returns>When it is fetched again.</returns>
    public DateTimeOffset Add((Resolution Resolution, long Time) window, DateTimeOffset now)
    {
        var (failures, next) = windows.GetValueOrDefault(window);
        if (BackOff.IsActive(now, next, FetchRetry.Longest))
        {
            return next; // it came once more as the upstream's newest
        }

        next = now + FetchRetry.After(failures + 1);
        windows[window] = (failures + 1, next);
        return next;
    }

    public void Remove((Resolution Resolution, long Time) window) => windows.Remove(window);

    /// <summary>Forgets windows that the upstream is no longer asked for.</summary>
    public void RemoveWhere(Func<(Resolution Resolution, long Time), bool> isObsolete)
    {
        foreach (var window in windows.Keys.Where(isObsolete).ToList())
        {
            windows.Remove(window);
        }
    }

    /// <summary>The newest window that is due; null when none is.</summary>
    /// <param name="withDays">False while no day may be asked for.</param>
    public (Resolution Resolution, long Time)? Due(DateTimeOffset now, bool withDays)
    {
        (Resolution Resolution, long Time)? due = null;
        foreach (var (window, (_, nextTry)) in windows)
        {
            var isAllowed = withDays || window.Resolution != Resolution.Days;
            if (isAllowed && !BackOff.IsActive(now, nextTry, FetchRetry.Longest) && (due is null || window.Time > due.Value.Time))
            {
                due = window;
            }
        }

        return due;
    }
}
