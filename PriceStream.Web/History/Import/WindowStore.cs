using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>Writes windows. Everything is an upsert, so anything may be written twice; what the source gives takes the place of what was rolled up here.</summary>
public sealed class WindowStore(IDbContextFactory<PriceStreamDb> databases, DatabaseWriter writer, HistoryCache cache)
{
    /// <summary>How many rows are written in one turn, so that a poll that comes meanwhile waits for a few milliseconds only.</summary>
    public const int Batch = 500;

    private const string Upsert = """
        INSERT INTO windows (item_id, step, time, high, low, high_volume, low_volume, rolled_up)
        VALUES ($item, $step, $time, $high, $low, $highVolume, $lowVolume, $rolledUp)
        ON CONFLICT (item_id, step, time) DO UPDATE SET
            high = excluded.high, low = excluded.low, high_volume = excluded.high_volume, low_volume = excluded.low_volume, rolled_up = excluded.rolled_up
        """;

    // What was rolled up here yields to whatever the source gives; a series that the source tells of one item fills what its bulk windows
    // have not given, so that the same window is the same number whichever came first.
    private const string WhereRolledUp = " WHERE rolled_up";

    private static readonly string[] Parameters = ["$item", "$step", "$time", "$high", "$low", "$highVolume", "$lowVolume", "$rolledUp"];

    /// <summary>Stores a bulk window. Items that the catalogue does not have are left out.</summary>
    /// <returns>How many items it has.</returns>
    public async Task<int> SaveAsync(Resolution resolution, UpstreamBulkWindow window, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(cancellationToken);
        var rows = window.Answer.Rows.Where(row => known.Contains(row.Key)).Select(row => (row.Key, ToPoint(row.Value, window.Timestamp, resolution))).ToList();
        await SaveAsync(rows, WindowOrigin.Bulk, cancellationToken);
        // Last, so that a window that was cut off in the middle is fetched again.
        await writer.WriteAsync(write =>
        {
            write.Prepare("""
                INSERT INTO fetched_windows (step, time, items, rolled_into) VALUES ($step, $time, $items, 0)
                ON CONFLICT (step, time) DO UPDATE SET items = excluded.items, rolled_into = 0
                """, "$step", "$time", "$items").Execute(resolution.Seconds, window.Timestamp, rows.Count);
        }, cancellationToken);
        return rows.Count;
    }

    /// <summary>Stores the series of one item that the source has told whole.</summary>
    public async Task SaveAsync(int itemId, Resolution resolution, IReadOnlyList<UpstreamWindow> windows, long now, CancellationToken cancellationToken)
    {
        await SaveAsync([.. windows.Select(window => (itemId, ToPoint(window, window.Timestamp!.Value, resolution)))], WindowOrigin.Series, cancellationToken);
        await writer.WriteAsync(write =>
        {
            write.Prepare("INSERT OR REPLACE INTO fetched_series (item_id, step, fetched_at) VALUES ($item, $step, $at)", "$item", "$step", "$at")
                .Execute(itemId, resolution.Seconds, now);
        }, cancellationToken);
    }

    /// <summary>Stores windows of whichever items, batch by batch.</summary>
    public async Task SaveAsync(IReadOnlyCollection<(int ItemId, HistoryRow Window)> rows, WindowOrigin origin, CancellationToken cancellationToken)
    {
        foreach (var batch in rows.Chunk(Batch))
        {
            await writer.WriteAsync(write =>
            {
                var upsert = write.Prepare(origin == WindowOrigin.Bulk ? Upsert : Upsert + WhereRolledUp, Parameters);
                foreach (var (itemId, window) in batch)
                {
                    upsert.Execute(itemId, window.Width, window.Time, window.High, window.Low, window.HighVolume, window.LowVolume, origin == WindowOrigin.RolledUp ? 1 : 0);
                }
            }, cancellationToken);
            await cache.InvalidateAsync(batch.Select(row => row.ItemId).Distinct());
        }
    }

    private async Task<FrozenSet<int>> KnownAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return (await db.Items.Select(item => item.ItemId).ToListAsync(cancellationToken)).ToFrozenSet();
    }

    private static HistoryRow ToPoint(UpstreamWindow window, long time, Resolution resolution) =>
        new(time, resolution.Seconds, window.AvgHighPrice, window.AvgLowPrice, window.HighPriceVolume, window.LowPriceVolume);
}
