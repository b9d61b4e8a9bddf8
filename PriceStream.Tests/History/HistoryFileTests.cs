using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.History;

/// <summary>A history as CSV has the rows of its JSON.</summary>
public sealed class HistoryFileTests
{
    private static readonly string[] Columns = ["timestamp", "high", "low", "high_volume", "low_volume", "margin"];

    [Theory]
    [InlineData("period=1h")]
    [InlineData("")]
    [InlineData("period=7d&sample=false")]
    [InlineData("period=30d&cache=skip")]
    [InlineData("period=1y&bypass_cache=true")]
    [InlineData("period=all")]
    public async Task The_csv_has_the_rows_of_the_json(string query)
    {
        await using var app = await StartAsync();
        var json = (await app.GetJsonAsync($"api/v1/prices/history/4151?{query}"))["data"]!.AsArray();
        var csv = await CsvTable.GetAsync(app, $"api/v1/prices/history/4151.csv?{query}");

        Assert.NotEmpty(json);
        Assert.Equal(Columns, csv.Columns);
        Assert.Equal(json.Select(RowOf!), csv.Rows.Select(row => string.Join(',', row.Values)));
    }

    [Fact]
    public async Task A_side_without_a_trade_is_an_empty_cell()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Latest = new() { ["4151"] = FakeUpstream.Row(1_500_000, FakeUpstream.Start - 30, null, null) };
        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        var row = Assert.Single((await CsvTable.GetAsync(app, "api/v1/prices/history/4151.csv?period=1h")).Rows);
        Assert.Equal("2025-05-21T07:59:00Z,1500000,,,,", string.Join(',', row.Values));
    }

    [Fact]
    public async Task A_file_has_a_name_a_licence_and_a_tag_that_a_new_price_changes()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var first = await GetAsync(app, "4151.csv?period=1h", tag: null);
        Assert.Equal("text/csv", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment; filename=\"pricestream-4151-1h.csv\"", first.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Contains("rel=\"license\"", first.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
        using var same = await GetAsync(app, "4151.csv?period=1h", first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        app.Upstream.Set(4151, 1_510_000, FakeUpstream.Start + 50, 1_480_000, FakeUpstream.Start + 50);
        await app.PollAsync();
        using var changed = await GetAsync(app, "4151.csv?period=1h", first.Headers.ETag.ToString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Theory]
    [InlineData("999999.csv", HttpStatusCode.NotFound)]
    [InlineData("whip.csv", HttpStatusCode.BadRequest)]
    [InlineData("0.csv", HttpStatusCode.BadRequest)]
    [InlineData("4151.csv?period=", HttpStatusCode.BadRequest)]
    [InlineData("4151.csv?period=2h&sample=perhaps", HttpStatusCode.BadRequest)]
    [InlineData("4151.txt", HttpStatusCode.BadRequest)]
    public async Task Errors_are_those_of_the_json(string path, HttpStatusCode expected)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var answer = await GetAsync(app, path, tag: null);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    // Ticks, and windows of which some have one side only.
    private static async Task<AppFactory> StartAsync()
    {
        var app = await AppFactory.StartWithPricesAsync();
        foreach (var (width, seconds) in (ReadOnlySpan<(string, int)>)[("5m", 300), ("1h", 3600)])
        {
            for (var start = FakeUpstream.Start - 4 * seconds; start < FakeUpstream.Start; start += seconds)
            {
                var isOneSided = start / seconds % 2 == 0;
                app.Upstream.Windows[(width, start)] = new()
                {
                    ["4151"] = FakeUpstream.Window(1_500_000 + start % 1000, 7, isOneSided ? null : 1_450_000, isOneSided ? 0 : 5),
                };
            }
        }

        await app.SyncWindowsAsync();
        return app;
    }

    private static string RowOf(JsonNode point) => string.Join(',', Columns.Select(column => point[column] switch
    {
        null => "",
        var value when column == "timestamp" => (string)value!,
        var value => ((long)value).ToString(CultureInfo.InvariantCulture),
    }));

    private static async Task<HttpResponseMessage> GetAsync(AppFactory app, string path, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/prices/history/" + path);
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
