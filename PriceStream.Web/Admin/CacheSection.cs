using static PriceStream.Web.Admin.AdminText;
using PriceStream.Web.History;

namespace PriceStream.Web.Admin;

/// <summary>The hit rate of the history cache, and its failures to reach Redis.</summary>
public sealed class CacheSection(HistoryMetrics metrics)
{
    public IReadOnlyList<AdminFact> Facts()
    {
        var (hits, reads) = (metrics.Hits, metrics.Hits + metrics.Misses);
        var failures = metrics.SecondLevelFailures;
        return
        [
            new("Histories from the cache", Share(hits, reads)),
            new("Requests that skipped the cache", Number(metrics.Skips)),
            new("Failed Redis operations", Number(failures), failures > 0),
        ];
    }

    private static string Share(long hits, long reads) =>
        reads == 0 ? "none requested yet" : $"{Number(hits)} of {Number(reads)} ({100 * hits / reads} %)";
}
