using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Pages;

/// <summary>What a row says beside its numbers, and what a page asks for after each poll.</summary>
public sealed class MarketCellTests
{
    private const long Start = FakeUpstream.Start;

    [Theory]
    [InlineData(3600, false)]
    [InlineData(3601, true)]
    public async Task A_margin_of_which_one_side_is_older_than_an_hour_says_how_old_it_is(int age, bool isOld)
    {
        await using var app = await AppFactory.StartAsync();
        await app.RefreshCatalogueAsync();
        app.Upstream.Set(4151, 1_500_000, Start + 60, 1_400_000, Start + 60 - age);
        await app.PollAsync();

        var note = (await app.GetPageAsync("")).QuerySelector("#p-4151 .col-margin time[data-field=age]")!;
        Assert.Equal(("1 h old", isOld), (note.TextContent, note.HasAttribute("data-old")));
        Assert.Equal($"{age}", note.GetAttribute("data-value"));
    }

    [Fact]
    public async Task Prices_whose_instant_sell_is_above_instant_buy_are_marked_and_not_hidden()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Set(4151, 1_400_000, Start + 60, 1_500_000, Start + 60);
        await app.PollAsync();

        var row = (await app.GetPageAsync("")).QuerySelector("#p-4151")!;
        Assert.Equal("crossed", row.QuerySelector("[data-field=crossed]")!.TextContent);
        Assert.Equal("-114000", row.QuerySelector("[data-field=margin]")!.GetAttribute("data-value"));
        Assert.Equal("", (await app.GetPageAsync("")).QuerySelector("#p-2 [data-field=crossed]")!.TextContent);
    }

    [Fact]
    public async Task A_page_learns_how_many_of_its_rows_would_now_stand_elsewhere_and_the_cells_that_no_stream_sends()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await app.GetPageAsync("?sort=high&cols=high,roi");
        var url = page.QuerySelector("[data-testid=moved]")!.GetAttribute("hx-get")!;
        var before = page.QuerySelectorAll("[data-testid=item-row]").Select(row => row.Id!).ToList();
        Assert.Empty((await ChangesAsync(app, url)).QuerySelectorAll("a"));

        app.Upstream.Set(2, 9_000_000, Start + 100, 8_000_000, Start + 100); // to the top
        await app.PollAsync();
        var changes = await ChangesAsync(app, url);

        Assert.NotEqual("p-2", before[0]);
        Assert.Equal("1 row would now stand elsewhere. Sort again", changes.QuerySelector("a")!.TextContent);
        var partials = changes.QuerySelectorAll("hx-partial");
        Assert.Equal(before.Select(id => "#" + id), partials.Select(partial => partial.GetAttribute("hx-target")));
        Assert.All(partials, partial => Assert.Equal("roi", Assert.Single(partial.Children).GetAttribute("data-field")));
        Assert.Equal("1138", partials.Single(partial => partial.GetAttribute("hx-target") == "#p-2").Children[0].GetAttribute("data-value"));

        var sorted = await app.GetPageAsync(changes.QuerySelector("a")!.GetAttribute("href")!);
        Assert.Equal("p-2", sorted.QuerySelector("[data-testid=item-row]")!.Id);
    }

    [Fact]
    public async Task A_margin_of_averages_is_another_cell_than_the_one_that_the_stream_replaces()
    {
        await using var app = await AppFactory.StartWithPricesAsync();

        var averaged = (await app.GetPageAsync("?basis=5m")).QuerySelector("#p-4151 [data-field=margin]")!;
        var last = (await app.GetPageAsync("")).QuerySelector("#p-4151 [data-field=margin]")!;

        Assert.Equal(("5m", null), (averaged.GetAttribute("data-basis"), last.GetAttribute("data-basis")));
    }

    private static async Task<IDocument> ChangesAsync(AppFactory app, string url)
    {
        var html = await app.Http.GetStringAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken);
        return await new HtmlParser().ParseDocumentAsync(html, TestContext.Current.CancellationToken);
    }
}
