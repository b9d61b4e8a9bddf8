using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Tests.Data;

/// <summary>What each write means, on every engine. An engine's class derives from this one.</summary>
public abstract partial class StoreCases
{
    private const int Item = 4151;
    private const long Noon = 1_795_867_200;

    /// <summary>Opens an empty database.</summary>
    private protected abstract Task<IStoreUnderTest> OpenAsync();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newest_price_replaces_an_older_one_on_each_side_alone()
    {
        await using var site = await OpenAsync();
        await site.WriteAsync(Prices(new PriceUpdate(Item, 100, Noon, 90, Noon + 60, true, true)));
        await site.WriteAsync(Prices(new PriceUpdate(Item, 101, Noon - 1, 91, Noon + 60, true, true)));

        await using var db = await site.Databases.CreateDbContextAsync(Stop);
        var price = await db.LatestPrices.AsNoTracking().SingleAsync(Stop);
        Assert.Equal((100, Noon, 91, Noon + 60), (price.High, price.HighTime, price.Low, price.LowTime));
    }

    [Fact]
    public async Task A_price_without_a_trade_on_one_side_keeps_the_stored_side()
    {
        await using var site = await OpenAsync();
        await site.WriteAsync(
            Prices(new PriceUpdate(Item, null, null, 90, Noon, false, true)),
            Prices(new PriceUpdate(Item, 100, Noon, null, null, true, false)));

        await using var db = await site.Databases.CreateDbContextAsync(Stop);
        var price = await db.LatestPrices.AsNoTracking().SingleAsync(Stop);
        Assert.Equal((100, Noon, 90, Noon), (price.High, price.HighTime, price.Low, price.LowTime));
    }

    [Fact]
    public async Task Updates_of_one_item_in_one_write_are_applied_in_order()
    {
        await using var site = await OpenAsync();
        await site.WriteAsync(Prices(
            new(Item, 100, Noon, null, null, true, false),
            new(Item, 102, Noon + 2, 92, Noon + 1, true, true),
            new(Item, 101, Noon + 1, 93, Noon + 1, true, true)));

        await using var db = await site.Databases.CreateDbContextAsync(Stop);
        var price = await db.LatestPrices.AsNoTracking().SingleAsync(Stop);
        Assert.Equal((102, Noon + 2, 93, Noon + 1), (price.High, price.HighTime, price.Low, price.LowTime));
        Assert.Equal(
            [new(Noon, 0, 100, null), new(Noon + 1, 0, 101, 93), new(Noon + 2, 0, 102, null)], await site.ReadAsync(Item, 0, Noon));
    }

    [Fact]
    public async Task Both_sides_of_a_second_are_one_tick_however_they_are_reported()
    {
        await using var site = await OpenAsync();
        await site.WriteAsync(Prices(
            new(1, 100, Noon, 90, Noon, true, true),
            new(2, 100, Noon, 90, Noon - 5, true, false),
            new(3, 100, Noon, 90, Noon, false, false)));
        await site.WriteAsync(Prices(new PriceUpdate(2, 100, Noon, 91, Noon, false, true)));

        Assert.Equal([new(Noon, 0, 100, 90)], await site.ReadAsync(1, 0, 0));
        Assert.Equal([new(Noon, 0, 100, 91)], await site.ReadAsync(2, 0, 0));
        Assert.Empty(await site.ReadAsync(3, 0, 0));
    }

    [Fact]
    public async Task A_trade_of_years_ago_is_a_tick_as_well()
    {
        await using var site = await OpenAsync();
        await site.WriteAsync(Prices(
            new(1, 5, Noon - 90_000_000, null, null, true, false), new(1, 6, Noon, null, null, true, false),
            new(1, 7, Noon - 170_000_000, null, null, true, false)));

        Assert.Equal([7, 5, 6], (await site.ReadAsync(1, 0, 0)).Select(tick => tick.High!.Value));
    }

    [Theory]
    [InlineData(WindowOrigin.Bulk, WindowOrigin.Bulk, "2/20 2/20")]
    [InlineData(WindowOrigin.Bulk, WindowOrigin.Series, "1/10 2/20")]
    [InlineData(WindowOrigin.Bulk, WindowOrigin.RolledUp, "1/10 /0")]
    [InlineData(WindowOrigin.Series, WindowOrigin.Bulk, "2/20 2/20")]
    [InlineData(WindowOrigin.Series, WindowOrigin.Series, "1/10 2/20")]
    [InlineData(WindowOrigin.Series, WindowOrigin.RolledUp, "1/10 /0")]
    [InlineData(WindowOrigin.RolledUp, WindowOrigin.Bulk, "2/20 2/20")]
    [InlineData(WindowOrigin.RolledUp, WindowOrigin.Series, "2/20 2/20")]
    [InlineData(WindowOrigin.RolledUp, WindowOrigin.RolledUp, "2/20 2/20")]
    public async Task The_stronger_of_two_windows_stays(WindowOrigin first, WindowOrigin second, string expected)
    {
        foreach (var atOnce in (bool[])[false, true])
        {
            await using var site = await OpenAsync();
            var earlier = Windows(first, new HistoryRow(Noon, 300, 1, null, 10));
            var later = Windows(second, new HistoryRow(Noon, 300, 2, 2, 20, 20));
            await (atOnce ? site.WriteAsync(earlier, later) : site.WriteOneByOneAsync(earlier, later));

            var window = Assert.Single(await site.ReadAsync(Item, 300, 0));
            Assert.Equal(expected, $"{window.High}/{window.HighVolume} {window.Low}/{window.LowVolume}");
        }
    }

    [Theory]
    [InlineData(WindowOrigin.Bulk, 2, null)]
    [InlineData(WindowOrigin.Series, 1, 3)]
    [InlineData(WindowOrigin.RolledUp, 2, null)]
    public async Task Two_windows_of_one_time_may_be_in_one_write(WindowOrigin origin, int high, int? low)
    {
        await using var site = await OpenAsync();
        await site.WriteAsync(Windows(
            origin, new(Noon, 3600, 1, null, 1), new(Noon, 3600, 5, 3, 5, 3), new(Noon, 3600, 2, null, 2)));

        var window = Assert.Single(await site.ReadAsync(Item, 3600, 0));
        Assert.Equal((high, low), (window.High, window.Low));
    }

    [Fact]
    public async Task Each_width_is_read_alone_ascending_and_within_its_range()
    {
        await using var site = await OpenAsync();
        foreach (var width in (int[])[300, 3600, 21_600, 86_400])
        {
            await site.WriteAsync(Windows(WindowOrigin.Bulk, [.. Enumerable.Range(-3, 6).Reverse()
                .Select(step => new HistoryRow(Noon + step * width, width, width + step, null, 7))]));
        }

        foreach (var width in (int[])[300, 3600, 21_600, 86_400])
        {
            Assert.Equal(
                Enumerable.Range(-1, 4).Select(step => (long?)width + step),
                (await site.ReadAsync(Item, width, Noon - width)).Select(row => row.High));
            Assert.Equal(
                [new(Noon - width, width, width - 1, null, 7), new(Noon, width, width, null, 7)],
                await site.ReadBetweenAsync(Item, width, Noon - width, Noon + width));
        }
    }

    [Fact]
    public async Task Windows_of_all_items_are_read_item_by_item()
    {
        await using var site = await OpenAsync();
        await site.WriteAsync(new SaveItems([.. Enumerable.Range(1, 5).Select(Named)]));
        await site.WriteAsync(new SaveWindows(
            [.. from item in Enumerable.Range(1, 5)
                from step in Enumerable.Range(0, 3)
                select (6 - item, new HistoryRow(Noon - step * 300, 300, item, null, 1))],
            WindowOrigin.Bulk));

        var all = new List<(int, long)>();
        await site.Store.ReadAllWindowsAsync(300, Noon - 300, Noon + 1, (item, row) => all.Add((item, row.Time)), Stop);
        Assert.Equal(from item in Enumerable.Range(1, 5) from step in (long[])[300, 0] select (item, Noon - step), all);

        var some = await site.Store.ReadWindowsAsync(2, 3, 300, Noon, Noon + 1, Stop);
        Assert.Equal([(2, 4), (3, 3)], some.Select(row => (row.ItemId, row.Window.High!.Value)).Order());
    }

    private static ItemRow Named(int id) => new() { ItemId = id, Name = $"Item {id}", Examine = "", Icon = "" };

    private static SavePrices Prices(params PriceUpdate[] updates) => new(updates);

    private static SaveWindows Windows(WindowOrigin origin, params HistoryRow[] windows) =>
        new([.. windows.Select(window => (Item, window))], origin);
}
