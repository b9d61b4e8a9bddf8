using PriceStream.Web.Data;
using PriceStream.Web.Items;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>Stores windows from the upstream or from a roll-up, and invalidates the cached histories that they change.</summary>
public sealed class WindowWriter(WindowStore windows, ImportStore imports, Catalogue catalogue, HistoryCache cache)
{
    /// <summary>The rows written in one turn: few enough that a poll which arrives meanwhile waits only a few milliseconds.</summary>
    public const int Batch = 500;

    /// <summary>Stores a bulk window. Items that the catalogue does not have are left out.</summary>
    /// <param name="counts">False for a window that will be fetched again.</param>
    /// <returns>How many items it has.</returns>
    public async Task<int> SaveAsync(
        Resolution resolution, UpstreamBulkWindow window, bool counts, CancellationToken cancellationToken)
    {
        var rows = window.Answer.Rows
            .Where(row => catalogue.Contains(row.Key))
            .Select(row => (row.Key, ToRow(row.Value, window.Timestamp, resolution)))
            .ToList();
        await SaveAsync(rows, WindowOrigin.Bulk, cancellationToken);
        // Last, so that a window that was cut off in the middle is fetched again.
        if (counts)
        {
            await imports.MarkWindowAsync(resolution.Seconds, window.Timestamp, rows.Count, cancellationToken);
        }

        return rows.Count;
    }

    /// <summary>Stores a whole series of one item.</summary>
    /// <param name="fetchedAt">Unix seconds; null for a series that will be fetched again.</param>
    public async Task SaveAsync(
        int itemId, Resolution resolution, IReadOnlyList<UpstreamWindow> series, long? fetchedAt, CancellationToken cancellationToken)
    {
        List<(int, HistoryRow)> rows = [.. series.Select(window => (itemId, ToRow(window, window.Timestamp!.Value, resolution)))];
        await SaveAsync(rows, WindowOrigin.Series, cancellationToken);
        if (fetchedAt is { } at)
        {
            await imports.MarkSeriesAsync(itemId, resolution.Seconds, at, cancellationToken);
        }
    }

    /// <summary>Stores windows of any items, batch by batch.</summary>
    public async Task SaveAsync(
        IReadOnlyCollection<(int ItemId, HistoryRow Window)> rows, WindowOrigin origin, CancellationToken cancellationToken)
    {
        foreach (var batch in rows.Chunk(Batch))
        {
            await windows.SaveAsync(batch, origin, cancellationToken);
            await cache.InvalidateAsync(batch.Select(row => row.ItemId).Distinct());
        }
    }

    private static HistoryRow ToRow(UpstreamWindow window, long time, Resolution resolution) =>
        new(time, resolution.Seconds, window.AvgHighPrice, window.AvgLowPrice, window.HighPriceVolume, window.LowPriceVolume);
}
