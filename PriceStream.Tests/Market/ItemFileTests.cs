using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Market;

/// <summary>An export as a file: its form, its headers, and what it refuses.</summary>
public sealed class ItemFileTests
{
    private const string Csv = "api/v1/items.csv";
    private const string JsonLines = "api/v1/items.ndjson";

    [Fact]
    public async Task The_csv_is_exactly_this()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var bytes = await app.Http.GetByteArrayAsync(
            new Uri(Csv + "?cols=high,low,margin,roi,limit,traded,vol_24h,spark", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(
            "item_id,name,high,low,margin,roi,limit,traded,vol_24h,spark\r\n"
            + "4151,Abyssal whip,1500000,1480000,5000,0.34,70,2025-05-21T07:59:30Z,,\r\n"
            + "2,Cannonball,193,190,2,1.05,11000,2025-05-21T07:59:50Z,,\r\n"
            + "1511,Logs,,,,,,,,\r\n",
            Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public async Task The_json_lines_are_exactly_these()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var text = await app.Http.GetStringAsync(
            new Uri(JsonLines + "?cols=high,roi,traded,spark&search=4151", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(
            """{"item_id":4151,"name":"Abyssal whip","high":1500000,"roi":0.34,"traded":"2025-05-21T07:59:30Z","spark":null}""" + "\n",
            text);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1:A9)", "'@SUM(A1:A9)")]
    [InlineData("=HYPERLINK(\"https://example.org\",\"x\")", "'=HYPERLINK(\"https://example.org\",\"x\")")]
    [InlineData("Rope, \"long\"", "Rope, \"long\"")]
    [InlineData("\"quoted\"", "\"quoted\"")]
    [InlineData("'apostrophe", "'apostrophe")]
    [InlineData("a=b", "a=b")]
    [InlineData("Crème brûlée 🍮", "Crème brûlée 🍮")]
    public async Task A_name_is_quoted_where_csv_needs_it_and_no_spreadsheet_runs_it(string name, string cell)
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Mapping[0]!["name"] = name;
        await app.RefreshCatalogueAsync();

        Assert.Equal(cell, (await CsvTable.GetAsync(app, Csv)).Rows.Single(row => row["item_id"] == "2")["name"]);
        var line = new Uri(JsonLines + "?search=2", UriKind.Relative);
        var lines = await app.Http.GetStringAsync(line, TestContext.Current.CancellationToken);
        Assert.Equal(name, (string)JsonNode.Parse(lines)!["name"]!);
    }

    [Fact]
    public async Task A_negative_number_has_no_apostrophe()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Set(4151, 1_500_000, FakeUpstream.Start + 50, 1_495_000, FakeUpstream.Start + 50);
        await app.PollAsync();

        Assert.Equal("-10000", (await CsvTable.GetAsync(app, Csv + "?search=whip")).Rows.Single()["margin"]);
    }

    [Fact]
    public async Task An_export_that_finds_nothing_has_its_header_and_no_rows()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var text = await app.Http.GetStringAsync(new Uri(Csv + "?min_price=2b", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("item_id,name,high,low,margin,limit,traded\r\n", text);
        Assert.Empty(await app.Http.GetByteArrayAsync(
            new Uri(JsonLines + "?min_price=2b", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(Csv, "text/csv", "pricestream-items.csv")]
    [InlineData(JsonLines, "application/x-ndjson", "pricestream-items.ndjson")]
    public async Task A_file_has_a_name_a_licence_an_encoding_and_may_be_read_from_other_origins(string path, string type, string name)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", "https://sheet.example");
        request.Headers.Add("Accept-Encoding", "br");
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var content = answer.Content.Headers;
        Assert.Equal((type, "utf-8"), (content.ContentType!.MediaType, content.ContentType.CharSet));
        Assert.Equal($"attachment; filename=\"{name}\"", content.GetValues("Content-Disposition").Single());
        Assert.Equal("br", content.ContentEncoding.Single());
        Assert.Equal(
            "<https://creativecommons.org/licenses/by-nc-sa/3.0/>; rel=\"license\"", answer.Headers.GetValues("Link").Single());
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(("no-cache", "Accept-Encoding"), (answer.Headers.CacheControl!.ToString(), answer.Headers.Vary.Single()));
    }

    [Theory]
    [InlineData(Csv)]
    [InlineData(JsonLines)]
    public async Task An_unchanged_list_is_a_304_until_a_price_in_it_changes(string path)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var (whip, all) = (path + "?search=4151", path + "?cols=high");
        var (tagOfWhip, tagOfAll) = (await TagAsync(app, whip), await TagAsync(app, all));
        Assert.NotEqual(tagOfWhip, tagOfAll);
        Assert.NotEqual(tagOfAll, await TagAsync(app, path + "?cols=low"));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(app, whip, tagOfWhip));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(app, whip, $"\"other\", {tagOfWhip}"));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(app, whip, "*"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, whip, tagOfAll));

        app.Upstream.Set(2, high: 195, highTime: FakeUpstream.Start + 50, low: 190, lowTime: FakeUpstream.Start + 50);
        await app.PollAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, all, tagOfAll));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(app, whip, tagOfWhip));
    }

    [Theory]
    [InlineData("page=1", "page")]
    [InlineData("page_size=50", "page_size")]
    [InlineData("page=&sort=colour&cols=high,hue&max_price=5kk", "cols,max_price,page,sort")]
    [InlineData("preset=nothing&search=", "preset,search")]
    public async Task A_wrong_parameter_is_a_400_that_names_it(string query, string names)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        foreach (var path in (string[])[Csv, JsonLines])
        {
            using var answer = await app.Http.GetAsync(new Uri($"{path}?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal(names.Split(','), problem["errors"]!.AsObject().Select(error => error.Key).Order());
            Assert.DoesNotContain("Content-Disposition", answer.Content.Headers.Select(header => header.Key));
        }
    }

    private static async Task<string> TagAsync(AppFactory app, string path)
    {
        using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(answer.Headers.ETag!.IsWeak);
        return answer.Headers.ETag.ToString();
    }

    private static async Task<HttpStatusCode> StatusAsync(AppFactory app, string path, string tags)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        Assert.True(request.Headers.TryAddWithoutValidation("If-None-Match", tags));
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(answer.StatusCode == HttpStatusCode.NotModified, body.Length == 0);
        Assert.NotNull(answer.Headers.ETag);
        return answer.StatusCode;
    }
}
