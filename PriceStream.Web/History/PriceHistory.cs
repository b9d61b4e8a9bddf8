using PriceStream.Web.History.Import;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.History;

/// <summary>The past of an item's price: out of the cache, or computed from what is stored.</summary>
public sealed class PriceHistory(HistoryReader resolution, HistoryCache cache, ItemBackfill backfill, StreamHub hub, TimeProvider clock)
{
    /// <summary>
    /// The history of the period that ends now; with <paramref name="sample"/> one point for each bucket that has a row, else one for each
    /// stored row. Null for an item that the catalogue does not have. A first call for an item has its past fetched from the source: until
    /// that is there, the answer is what there is.
    /// </summary>
    /// <param name="skipCache">The cache is not read; the fresh answer is still written to it.</param>
    public async Task<HistorySnapshot?> GetAsync(int itemId, ChartPeriod period, bool sample, bool skipCache, CancellationToken cancellationToken)
    {
        var snapshot = await cache.GetAsync(new(itemId, period, sample), skipCache, ComputeAsync, cancellationToken);
        if (snapshot is not null)
        {
            backfill.Want(itemId);
        }

        return snapshot;
    }

    /// <summary>The item's past is being fetched, or waits for it: what <see cref="GetAsync"/> gives will soon be more.</summary>
    public bool IsFilling(int itemId) => backfill.IsWanted(itemId);

    private async Task<HistorySnapshot?> ComputeAsync(HistoryKey key, CancellationToken cancellationToken)
    {
        var lastEventId = hub.LastEventId; // before the rows that it stands for
        var computedAt = clock.GetUtcNow();
        var now = computedAt.ToUnixTimeSeconds();
        if (await resolution.ReadAsync(key.ItemId, key.Period, now, cancellationToken) is not { } rows)
        {
            return null;
        }

        var period = rows.Count == 0 ? key.Period : key.Period.Fitting(rows[0].Time, now);
        var (points, open) = key.Sampled ? Sampler.Sample(rows, period, period.BucketOf(now)) : ([.. rows.Select(HistoryPoint.Of)], null);
        return new(key.ItemId, period, key.Sampled, points, open, computedAt.ToUnixTimeMilliseconds(), HistoryCache.UntilAfter(period, now), lastEventId);
    }
}
