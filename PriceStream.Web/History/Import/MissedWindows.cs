namespace PriceStream.Web.History.Import;

/// <summary>The windows that are to be fetched one by one, and how many of them have been fetched.</summary>
internal sealed class MissedWindows
{
    private Stack<(Resolution Resolution, long Time)> windows = [];
    private WindowProgress progress = new(0, 0);

    /// <summary>The progress of the windows that pages wait for. Days are not among them.</summary>
    public WindowProgress Progress => Volatile.Read(ref progress);

    /// <summary>The window to fetch next; null for none.</summary>
    public (Resolution Resolution, long Time)? Next => windows.TryPeek(out var next) ? next : null;

    private int Waiting => windows.Count(window => window.Resolution != Resolution.Days);

    /// <summary>Replaces the windows. A running catch-up keeps its count.</summary>
    /// <param name="lastFirst">The first to fetch comes last.</param>
    /// <param name="mayGrow">More windows will follow before a catch-up is complete.</param>
    public void Set(IEnumerable<(Resolution Resolution, long Time)> lastFirst, bool mayGrow)
    {
        windows = new(lastFirst);
        var isCatchingUp = !progress.IsComplete;
        Report(isCatchingUp ? progress.Fetched : 0, isCatchingUp && mayGrow);
    }

    /// <summary>Removes the window if it is the next one, because it has been fetched.</summary>
    public void Fetched((Resolution Resolution, long Time) window, bool mayGrow)
    {
        if (TryPop(window))
        {
            Report(progress.Total - Waiting, mayGrow);
        }
    }

    /// <summary>Removes the window if it is the next one, because it is fetched later.</summary>
    public void Postponed((Resolution Resolution, long Time) window, bool mayGrow)
    {
        if (TryPop(window))
        {
            Report(progress.Fetched, mayGrow);
        }
    }

    private bool TryPop((Resolution Resolution, long Time) window) => Next == window && windows.TryPop(out _);

    private void Report(int fetched, bool mayGrow) => Volatile.Write(ref progress, new(fetched, fetched + Waiting, mayGrow));
}
