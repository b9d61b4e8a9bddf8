using PriceStream.Tests.Support;
using PriceStream.Web.Pages;

namespace PriceStream.Tests.Pages;

/// <summary>The items table follows from the list of its columns.</summary>
public sealed class ItemColumnTests
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task Headers_and_cells_have_the_order_and_the_classes_of_the_columns()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var table = (await app.GetPageAsync("")).QuerySelector("table.items")!;

        var headers = table.QuerySelectorAll("thead th");
        Assert.Equal(ItemColumns.All.Select(column => column.Title), headers.Select(header => header.TextContent.Trim()));
        var classes = ItemColumns.All.Select(column => column.Class).ToList();
        Assert.Equal(classes, headers.Select(header => header.ClassName));
        var rows = table.QuerySelectorAll("tbody tr");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(classes, row.Children.Select(cell => cell.ClassName)));
    }

    [Fact]
    public async Task The_stream_replaces_exactly_the_cells_that_a_row_marks_as_live()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var row = (await app.GetPageAsync("")).QuerySelector("#p-4151")!;
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=4151&html=true");
        await stream.NextAsync("feed");

        app.Upstream.Set(4151, 1_510_000, Start + 51, 1_480_000, Start - 40);
        await app.PollAsync();
        var fragment = (await stream.UntilAsync("feed"))[0].Data;

        var fields = row.QuerySelectorAll("[data-field]").Select(cell => cell.GetAttribute("data-field")).ToList();
        Assert.Equal(["high", "low", "margin", "time"], fields);
        Assert.All(fields, field => Assert.Contains($"""data-field="{field}" """, fragment, StringComparison.Ordinal));
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
