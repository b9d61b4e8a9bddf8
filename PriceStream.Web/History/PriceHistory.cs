using PriceStream.Web.History.Import;
using PriceStream.Web.Items;

namespace PriceStream.Web.History;

/// <summary>Returns an item's history from the cache, or computes it from the stored rows.</summary>
public sealed class PriceHistory(
    Catalogue catalogue, HistoryReader reader, HistoryCache cache, ItemBackfill backfill, LastEventId lastEventId, TimeProvider clock)
{
    /// <summary>
    /// Returns the history of the period that ends now; null for an item that the catalogue does not have. The first call for an item
    /// also requests its past from the upstream; until that is stored, the result is what is known so far.
    /// </summary>
    /// <param name="sample">True: one point for each bucket that has a row. False: one for each stored row.</param>
    /// <param name="skipCache">The cache is not read; the fresh answer is still written to it.</param>
    /// <exception cref="HistoryAwayException">The past cannot be read until the database is back.</exception>
    public async Task<HistorySnapshot?> GetAsync(
        int itemId, ChartPeriod period, bool sample, bool skipCache, CancellationToken cancellationToken)
    {
        var snapshot = await ReadAheadAsync(itemId, period, sample, skipCache, cancellationToken);
        if (snapshot is not null)
        {
            backfill.Want(itemId);
        }

        return snapshot;
    }

    /// <summary>The same for somebody who may never look at it: the upstream is not asked for the item's past.</summary>
    public async Task<HistorySnapshot?> ReadAheadAsync(
        int itemId, ChartPeriod period, bool sample, bool skipCache, CancellationToken cancellationToken) =>
        catalogue.Contains(itemId)
            ? await cache.GetAsync(new(itemId, period, sample), skipCache, ComputeAsync, cancellationToken)
            : null;

    /// <summary>A history without a point, for while the past cannot be read.</summary>
    public HistorySnapshot Empty(int itemId, ChartPeriod period)
    {
        var now = clock.GetUtcNow();
        return new(
            itemId, period, Sampled: true, [], Open: null,
            now.ToUnixTimeMilliseconds(), Until: now.ToUnixTimeSeconds(), LastEventId: lastEventId());
    }

    /// <summary>Whether the item's past has never been asked for.</summary>
    public bool IsUnasked(int itemId) => backfill.IsUnasked(itemId);

    /// <summary>Whether the item's past is being fetched or is queued, so that <see cref="GetAsync"/> will soon return more.</summary>
    public bool IsFilling(int itemId) => backfill.IsWanted(itemId);

    /// <summary>Why the item's past is incomplete; null when it is complete or still being fetched for the first time.</summary>
    public BackfillProblem? ProblemOf(int itemId) => backfill.ProblemOf(itemId);

    /// <summary>Invalidates the cached histories of these items. Call it after their new prices are stored.</summary>
    public void Invalidate(IEnumerable<int> itemIds) => _ = cache.InvalidateAsync(itemIds); // memory at once, Redis a moment later

    /// <summary>Invalidates every cached history.</summary>
    public void InvalidateAll() => Invalidate(catalogue.Ids);

    private async Task<HistorySnapshot> ComputeAsync(HistoryKey key, CancellationToken cancellationToken)
    {
        var eventId = lastEventId(); // read before the rows, so that no later event is missed
        var computedAt = clock.GetUtcNow();
        var now = computedAt.ToUnixTimeSeconds();
        var rows = await reader.ReadAsync(key.ItemId, key.Period, key.Sampled, now, cancellationToken);
        var period = rows.Count == 0 ? key.Period : key.Period.Fitting(rows[0].Time, now);
        var (points, open) = key.Sampled
            ? Sampler.Sample(rows, period, period.BucketOf(now))
            : ([.. rows.Select(HistoryPoint.Of)], null);
        return new(
            key.ItemId,
            period,
            key.Sampled,
            points,
            open,
            ComputedAt: computedAt.ToUnixTimeMilliseconds(),
            Until: HistoryCache.UntilAfter(period, now),
            LastEventId: eventId);
    }
}
