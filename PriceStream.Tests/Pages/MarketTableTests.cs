using PriceStream.Tests.Support;
using PriceStream.Web.Market;

namespace PriceStream.Tests.Pages;

/// <summary>The table of the market follows from the columns that the address asks for.</summary>
public sealed class MarketTableTests
{
    private const long Start = FakeUpstream.Start;

    public static TheoryData<string> Presets => [.. MarketPreset.All.Select(preset => preset.Key)];

    [Theory]
    [MemberData(nameof(Presets))]
    public async Task Headers_and_cells_are_the_columns_of_the_preset(string preset)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        // Without the preset's own filters, which nothing passes here.
        var keys = MarketPreset.Find(preset)!.AllColumns;
        var table = (await app.GetPageAsync($"?cols={string.Join(',', keys)}")).QuerySelector("table.items")!;

        var columns = keys.Prepend("name").Select(MarketColumns.Of).ToList();
        var headers = table.QuerySelectorAll("thead th");
        Assert.Equal(columns.Select(column => column.Title), headers.Select(header => header.TextContent.Trim()));
        Assert.Equal(columns.Select(column => column.Formula), headers.Select(header => header.GetAttribute("title")));
        var rows = table.QuerySelectorAll("tbody tr");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(
            columns.Select(column => $"col-{column.Key}"), row.Children.Select(cell => cell.ClassList[0])));
    }

    [Fact]
    public async Task The_stream_replaces_the_cells_that_follow_from_the_last_trades()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var row = (await app.GetPageAsync("?preset=all")).QuerySelector("#p-4151")!;
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=4151&html=true");
        await stream.NextAsync("feed");

        app.Upstream.Set(4151, 1_510_000, Start + 51, 1_480_000, Start - 40);
        await app.PollAsync();
        var fragment = (await stream.UntilAsync("feed"))[0].Data;

        var fields = row.QuerySelectorAll("[data-field]").Select(cell => cell.GetAttribute("data-field")).ToList();
        Assert.Equal(["high", "crossed", "low", "age", "margin", "limit", "traded"], fields);
        Assert.All(
            fields.Except(["limit"]), field => Assert.Contains($"""data-field="{field}" """, fragment, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_loss_has_a_minus_sign_and_an_exact_value()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Set(4151, 1_510_000, Start + 51, 1_495_100, Start + 51);
        await app.PollAsync();

        var margin = (await app.GetPageAsync("")).QuerySelector("#p-4151 [data-field=margin]")!;
        Assert.Equal(("-200", "−200"), (margin.GetAttribute("data-value"), margin.TextContent));
    }
}
