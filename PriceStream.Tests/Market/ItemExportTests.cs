using System.Globalization;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using PriceStream.Tests.Support;
using PriceStream.Web.Market;

namespace PriceStream.Tests.Market;

/// <summary>The exports have the rows of the page and the values of the API, of a recorded market.</summary>
[Collection(nameof(RecordedSite))]
public sealed class ItemExportTests(RecordedSite site)
{
    private const int PageSize = 200;

    [Theory]
    [InlineData("preset=popular")]
    [InlineData("preset=all")]
    [InlineData("preset=flipping")]
    [InlineData("preset=alch&min_alch_profit=50")]
    [InlineData("preset=movers")]
    [InlineData("preset=big&sort=roi&order=asc")]
    [InlineData("preset=flipping&basis=last&max_price=100k&cols=name,margin,tax,limit_profit,avg_24h")]
    [InlineData("search=rune&sort=high&cols=high,change_24h,change_7d,move,traded,age")]
    [InlineData("search=dragon%20dager")]
    [InlineData("preset=all&members=false&traded_within=30m&min_margin=1&sort=vol_1h&cols=vol_1h,vol_24h,thin_24h,value_24h,spark")]
    public async Task The_csv_the_json_lines_the_page_and_the_api_agree_row_for_row(string query)
    {
        await site.StartAsync();
        var csv = await CsvTable.GetAsync(site.App, "api/v1/items.csv?" + query);
        var lines = await LinesAsync(query);
        var pages = await PagesAsync(query);
        var listed = await ListAsync(query);

        Assert.InRange(csv.Rows.Count, 2, 5000);
        Assert.Equal(["item_id", "name", .. ColumnsOf(pages[0])], csv.Columns);
        var drawn = pages.SelectMany(page => page.QuerySelectorAll("[data-testid=item-row]")).ToList();
        Assert.Equal((csv.Rows.Count, csv.Rows.Count, csv.Rows.Count), (lines.Count, drawn.Count, listed.Count));
        for (var index = 0; index < csv.Rows.Count; index++)
        {
            var row = csv.Rows[index];
            Assert.Equal(csv.Columns, lines[index].Select(field => field.Key));
            Assert.All(csv.Columns, column => Assert.Equal((column, row[column]), (column, CsvOf(lines[index][column]))));
            AssertDrawn(row, drawn[index]);
            AssertListed(lines[index], listed[index]);
        }
    }

    [Fact]
    public async Task Without_a_query_the_export_has_the_whole_catalogue_by_name()
    {
        await site.StartAsync();
        var csv = await CsvTable.GetAsync(site.App, "api/v1/items.csv");
        var meta = (await site.App.GetJsonAsync("api/v1/items"))["meta"]!;

        Assert.Equal((int)meta["total"]!, csv.Rows.Count);
        Assert.Equal(["item_id", "name", "high", "low", "margin", "limit", "traded"], csv.Columns);
        var names = csv.Rows.Select(row => row["name"]).ToList();
        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), names);
    }

    private static void AssertDrawn(Dictionary<string, string> row, IElement drawn)
    {
        Assert.Equal($"p-{row["item_id"]}", drawn.Id);
        Assert.Equal(row["name"], drawn.QuerySelector("th a")!.TextContent);
        foreach (var (key, text) in row.Skip(2))
        {
            var cell = drawn.QuerySelector($"td.col-{key} [data-field={key}]");
            var isCurve = MarketColumns.Of(key).Unit == ColumnUnit.Curve;
            Assert.Equal((key, isCurve), (key, cell is null));
            Assert.True(!isCurve || (text.Length > 0) == drawn.QuerySelector("svg.spark") is not null, $"{row["item_id"]}: {text}");
            if (cell is not null)
            {
                Assert.Equal((key, text), (key, CsvOf(key, cell.GetAttribute("data-value")!)));
            }
        }
    }

    private static void AssertListed(JsonObject line, JsonNode listed)
    {
        Assert.Equal(((int)listed["item_id"]!, (string)listed["name"]!), ((int)line["item_id"]!, (string)line["name"]!));
        Assert.All(line.Skip(2), field => Assert.True(
            JsonNode.DeepEquals(listed["stats"]![field.Key], field.Value), $"{line["item_id"]} {field.Key}: {field.Value}"));
    }

    // A cell of the page has the number in the column's unit.
    private static string CsvOf(string key, string value) => value.Length == 0 ? "" : MarketColumns.Of(key).Unit switch
    {
        ColumnUnit.Percent => (int.Parse(value, CultureInfo.InvariantCulture) / 100m).ToString("0.##", CultureInfo.InvariantCulture),
        ColumnUnit.Time => DateTimeOffset.FromUnixTimeSeconds(long.Parse(value, CultureInfo.InvariantCulture))
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        _ => value,
    };

    private static string CsvOf(JsonNode? value) => value switch
    {
        null => "",
        JsonArray curve => string.Join(' ', curve.Select(point => point?.ToJsonString() ?? "null")),
        _ => value.ToString(),
    };

    private static IEnumerable<string> ColumnsOf(IDocument page) =>
        page.QuerySelectorAll("table.items thead th").Skip(1).Select(header => header.ClassList[0]["col-".Length..]);

    private async Task<List<JsonObject>> LinesAsync(string query)
    {
        var text = await site.App.Http.GetStringAsync(
            new Uri("api/v1/items.ndjson?" + query, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        return [.. text.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    private async Task<List<IDocument>> PagesAsync(string query)
    {
        var first = await site.App.GetPageAsync($"?{query}&page_size={PageSize}");
        var pages = new List<IDocument> { first };
        while (pages[^1].QuerySelector("a[rel=next]") is not null)
        {
            pages.Add(await site.App.GetPageAsync($"?{query}&page_size={PageSize}&page={pages.Count + 1}"));
        }

        return pages;
    }

    private async Task<List<JsonNode>> ListAsync(string query)
    {
        var rows = new List<JsonNode>();
        for (var page = 1; page == 1 || rows.Count == (page - 1) * PageSize; page++)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"api/v1/items?{query}&page_size={PageSize}&page={page}");
            rows.AddRange((await site.App.GetJsonAsync(address))["data"]!.AsArray().Select(row => row!));
        }

        return rows;
    }
}
