using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Tests.Data;

// The catalogue, what has been fetched, and what a whole write means.
public abstract partial class StoreCases
{
    [Fact]
    public async Task Items_are_added_and_updated_and_others_stay()
    {
        await using var site = await OpenAsync();
        await site.WriteAsync(new SaveItems([Named(1), Named(2)]));
        var changed = new ItemRow
        {
            ItemId = 2, Name = "Ünï\0 'x'", Examine = "", Icon = "a.png", Members = true, BuyLimit = 8, Value = 1L << 40,
        };
        await site.WriteAsync(new SaveItems([Named(2), changed, Named(3)]));

        await using var db = await site.Databases.CreateDbContextAsync(Stop);
        var items = await db.Items.AsNoTracking().OrderBy(item => item.ItemId).ToListAsync(Stop);
        Assert.Equal([1, 2, 3], items.Select(item => item.ItemId));
        Assert.StartsWith("Ünï", items[1].Name, StringComparison.Ordinal);
        Assert.Equal((true, 8, 1L << 40, null), (items[1].Members, items[1].BuyLimit, items[1].Value, items[1].DelistedAt));
    }

    [Fact]
    public async Task Fetched_windows_are_marked_rolled_up_and_forgotten()
    {
        await using var site = await OpenAsync();
        await site.WriteAsync(new MarkWindow(300, Noon, 5), new MarkWindow(300, Noon + 300, 6), new MarkWindow(3600, Noon, 7));
        await site.WriteAsync(new MarkRolledUp([(300, Noon, 3600), (300, Noon + 300, 3600), (300, Noon, 86_400)]));
        await site.WriteAsync(new MarkWindow(300, Noon + 300, 9), new ForgetWindows([(3600, Noon + 1), (300, Noon)]));

        await using var db = await site.Databases.CreateDbContextAsync(Stop);
        var windows = await db.FetchedWindows.AsNoTracking().OrderBy(window => window.Time).ToListAsync(Stop);
        Assert.Equal(
            [(300, Noon, 5, 86_400), (300, Noon + 300, 9, 0)],
            windows.Select(window => (window.Step, window.Time, window.Items, window.RolledInto)));
    }

    [Fact]
    public async Task Fetched_series_are_marked_once_and_forgotten_together()
    {
        await using var site = await OpenAsync();
        await site.WriteAsync(new MarkSeries(Item, 300, 1), new MarkSeries(Item, 300, 2), new MarkSeries(2, 3600, 3));
        await using var db = await site.Databases.CreateDbContextAsync(Stop);
        var fetched = await db.FetchedSeries.Select(series => series.FetchedAt).ToListAsync(Stop);
        Assert.Equal([2, 3], fetched.Order());

        await site.WriteAsync(new ForgetSeries());
        Assert.Empty(await db.FetchedSeries.ToListAsync(Stop));
    }

    [Fact]
    public async Task A_write_with_one_wrong_part_stores_nothing()
    {
        await using var site = await OpenAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => site.WriteAsync(
            new MarkSeries(Item, 300, 1), new SaveItems([new ItemRow { ItemId = 1, Name = null!, Examine = "", Icon = "" }])));

        await using var db = await site.Databases.CreateDbContextAsync(Stop);
        Assert.Empty(await db.FetchedSeries.ToListAsync(Stop));
    }

    [Fact]
    public async Task A_writer_whose_lease_has_passed_on_writes_nothing()
    {
        await using var site = await OpenAsync();
        await site.Store.WriteAsync([new MarkSeries(1, 300, 1)], 5, Stop);
        await site.Store.WriteAsync([new MarkSeries(2, 300, 1)], 7, Stop);
        await Assert.ThrowsAsync<LeaseLostException>(() => site.Store.WriteAsync([new MarkSeries(3, 300, 1)], 6, Stop));
        await site.Store.WriteAsync([new MarkSeries(4, 300, 1)], null, Stop);
        await site.Store.WriteAsync([new MarkSeries(5, 300, 1)], 7, Stop);

        await using var db = await site.Databases.CreateDbContextAsync(Stop);
        Assert.Equal([1, 2, 4, 5], await db.FetchedSeries.OrderBy(row => row.ItemId).Select(row => row.ItemId).ToListAsync(Stop));
    }

    [Fact]
    public async Task The_model_has_no_change_without_a_migration()
    {
        await using var site = await OpenAsync();
        await using var db = await site.Databases.CreateDbContextAsync(Stop);

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Stop));
    }
}
