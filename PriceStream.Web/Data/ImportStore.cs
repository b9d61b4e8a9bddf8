using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data;

/// <summary>Records which bulk windows and series have been fetched, so that none is fetched twice or left out.</summary>
public sealed class ImportStore(IDbContextFactory<PriceStreamDb> databases, Outbox outbox, StorageState state)
{
    /// <summary>Every bulk window that has been fetched.</summary>
    public async Task<List<FetchedWindowRow>> WindowsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.FetchedWindows.AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>The fetched windows that a roll-up needs: all of one width, and those of other widths that are not rolled up yet.</summary>
    /// <param name="width">In seconds.</param>
    public async Task<List<FetchedWindowRow>> WindowsToRollUpAsync(int width, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.FetchedWindows.AsNoTracking()
            .Where(window => window.Step == width || window.RolledInto == 0)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The start of the newest fetched window in which anything was traded, in Unix seconds; 0 when there is none.</summary>
    public async Task<long> NewestWindowAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.FetchedWindows.Where(window => window.Items > 0).MaxAsync(window => (long?)window.Time, cancellationToken) ?? 0;
    }

    /// <summary>How many bulk windows of up to that width have been fetched, and the start of the newest.</summary>
    /// <param name="width">In seconds.</param>
    public async Task<(int Count, long Newest)> ExtentAsync(int width, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var extent = await db.FetchedWindows.Where(window => window.Step <= width).GroupBy(_ => 1)
            .Select(windows => new { Count = windows.Count(), Newest = windows.Max(window => window.Time) })
            .SingleOrDefaultAsync(cancellationToken);
        return extent is null ? (0, 0) : (extent.Count, extent.Newest);
    }

    /// <summary>How many bulk windows of one width that start at a Unix second or later have been fetched.</summary>
    /// <param name="width">In seconds.</param>
    public async Task<int> CountAsync(int width, long from, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.FetchedWindows.CountAsync(window => window.Step == width && window.Time >= @from, cancellationToken);
    }

    /// <summary>Marks a bulk window as fetched, and not rolled up yet.</summary>
    /// <param name="items">How many items traded in it.</param>
    public Task MarkWindowAsync(int width, long time, int items, CancellationToken cancellationToken) =>
        outbox.SaveAsync(new MarkWindow(width, time, items), cancellationToken);

    /// <summary>Marks fetched windows as rolled up, each into windows of up to <c>Into</c> seconds.</summary>
    public Task MarkRolledUpAsync(IReadOnlyCollection<(int Width, long Time, int Into)> windows, CancellationToken cancellationToken) =>
        outbox.SaveAsync(new MarkRolledUp(windows), cancellationToken);

    /// <summary>Forgets the fetched windows of each width that start before a Unix second.</summary>
    public Task ForgetWindowsAsync(IReadOnlyCollection<(int Width, long Before)> limits, CancellationToken cancellationToken) =>
        outbox.SaveAsync(new ForgetWindows(limits), cancellationToken);

    /// <summary>The widths, in seconds, of one item's series that have been fetched.</summary>
    public async Task<List<int>> SeriesAsync(int itemId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var fetched = db.FetchedSeries.Where(series => series.ItemId == itemId);
        return await fetched.Select(series => series.Step).ToListAsync(cancellationToken);
    }

    /// <summary>The items of which this many series have been fetched; none while the database cannot be read.</summary>
    public Task<IReadOnlyList<int>> ItemsWithSeriesAsync(int count, CancellationToken cancellationToken) =>
        state.ReadOrNoneAsync(async () =>
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var items = db.FetchedSeries.GroupBy(series => series.ItemId).Where(item => item.Count() == count).Select(item => item.Key);
            return await items.ToListAsync(cancellationToken);
        });

    /// <summary>Marks an item's series as fetched at a Unix second.</summary>
    public Task MarkSeriesAsync(int itemId, int width, long at, CancellationToken cancellationToken) =>
        outbox.SaveAsync(new MarkSeries(itemId, width, at), cancellationToken);

    /// <summary>Forgets that any series has been fetched.</summary>
    public Task ForgetSeriesAsync(CancellationToken cancellationToken) =>
        outbox.SaveAsync(new ForgetSeries(), cancellationToken);
}
