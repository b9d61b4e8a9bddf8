namespace PriceStream.Web.History.Recent;

/// <summary>
/// A span of five-minute windows that ends with the newest one, and how much of it has been fetched. An hour stands in for those of its
/// windows that are missing.
/// </summary>
public sealed class RecentSpan
{
    private readonly Dictionary<long, int> standIns = [];
    private readonly HashSet<long> fetched;

    /// <param name="end">The Unix second at which the newest window ends.</param>
    /// <param name="windows">How many windows the span has.</param>
    /// <param name="fiveMinutes">The starts of all fetched five-minute windows, those without a trade included.</param>
    /// <param name="hours">The starts of all fetched hours.</param>
    public RecentSpan(long end, int windows, IReadOnlySet<long> fiveMinutes, IReadOnlySet<long> hours)
    {
        (Start, End) = (end - windows * Resolution.FiveMinutes.Seconds, end);
        var starts = Enumerable.Range(0, windows).Select(index => Start + index * Resolution.FiveMinutes.Seconds).ToList();
        fetched = [.. starts.Where(fiveMinutes.Contains)];
        foreach (var hour in starts.Where(start => !fetched.Contains(start)).GroupBy(Resolution.Hours.WindowOf))
        {
            if (hours.Contains(hour.Key))
            {
                standIns[hour.Key] = hour.Count();
            }
        }

        var covered = fetched.Count + standIns.Values.Sum();
        (IsKnown, IsPartial) = (2 * covered >= windows, covered < windows);
    }

    public long Start { get; }
    public long End { get; }

    /// <summary>Whether at least half of the span is covered, so that its sums mean something.</summary>
    public bool IsKnown { get; }

    /// <summary>Whether a part of the span is not covered, so that its sums are lower bounds.</summary>
    public bool IsPartial { get; }

    /// <summary>Whether a five-minute window belongs to the span.</summary>
    public bool Has(long start) => fetched.Contains(start);

    /// <summary>For how many twelfths of an hour that hour stands in.</summary>
    public int TwelfthsOf(long hour) => standIns.GetValueOrDefault(hour);
}
