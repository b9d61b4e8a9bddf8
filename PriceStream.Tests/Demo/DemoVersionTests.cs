using System.Net;
using System.Text.Json;
using PriceStream.Web.Upstream;
using static PriceStream.Tests.Support.DemoUpstream;

namespace PriceStream.Tests.Demo;

/// <summary>The demo market speaks both versions of the price API, with the same data.</summary>
public sealed class DemoVersionTests
{
    [Theory]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    [InlineData("24h", 86_400)]
    public async Task Windows_of_version_2_are_those_of_version_1_with_decimals(string path, int seconds)
    {
        var (first, second) = (await AskAsync(1, Noon, path), await AskAsync(1, Noon, "../../v2/osrs/" + path));

        var windows = (UpstreamReader.ReadWindow(first, seconds, Noon), UpstreamReader.ReadWindow(second, seconds, Noon));
        Assert.Equal(windows.Item1.Answer.Rows, windows.Item2.Answer.Rows);
        Assert.Equal((0, 0), (windows.Item1.RefusedRows, windows.Item2.RefusedRows));
        Assert.Equal((false, true), (HasDecimals(first), HasDecimals(second)));
    }

    [Theory]
    [InlineData("mapping")]
    [InlineData("latest")]
    public async Task The_other_routes_are_the_same_in_both_versions(string path) =>
        Assert.Equal(await AskAsync(1, Noon, path), await AskAsync(1, Noon, "../../v2/osrs/" + path));

    [Theory]
    [InlineData("6h", 300, 72)]
    [InlineData("24h", 300, 288)]
    [InlineData("7d", 3600, 168)]
    [InlineData("30d", 21_600, 120)]
    [InlineData("6m", 86_400, 182)]
    [InlineData("1y", 86_400, 365)]
    public async Task A_series_of_version_2_states_its_width_and_ends_with_the_last_closed_window(
        string lookback, int seconds, int count)
    {
        var json = await AskAsync(1, Noon, $"../../v2/osrs/timeseries?id=4151&lookback={lookback}");
        var series = UpstreamReader.ReadSeries(json, null, Noon);

        var end = Noon.ToUnixTimeSeconds() / seconds * seconds;
        Assert.Equal((seconds, count), (series.Seconds, series.Rows.Count));
        Assert.Equal(end - seconds, series.Rows[^1].Timestamp);
        using var answer = JsonDocument.Parse(json);
        Assert.Equal(end, answer.RootElement.GetProperty("endTimestamp").GetInt64());
        Assert.Equal(end - (long)count * seconds, answer.RootElement.GetProperty("startTimestamp").GetInt64());
    }

    [Theory]
    [InlineData("timeseries?id=4151")]
    [InlineData("timeseries?id=4151&lookback=5m")]
    [InlineData("timeseries?id=4151&lookback=24h&timestep=5m")]
    public async Task Version_2_refuses_a_series_without_a_lookback_or_with_a_timestep(string path)
    {
        using var http = Client(1, Noon);
        using var answer = await http.GetAsync(new Uri("../../v2/osrs/" + path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(
            """{"error":"lookback must be a valid value"}""",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(UpstreamApi.V1)]
    [InlineData(UpstreamApi.V2)]
    public async Task The_site_reads_the_demo_market_in_either_version_without_a_refusal(UpstreamApi api)
    {
        await using var app = await Support.AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"), ("Upstream:Api", api.ToString()));
        await app.HistoryAsync(4151, "24h");
        await app.RunAsync<Web.History.Import.ItemBackfillJob>();
        await app.RunAsync<Web.History.Import.WindowSyncJob>();

        Assert.InRange((await app.HistoryAsync(4151, "24h")).Count, 280, 289);
        Assert.DoesNotContain(app.Log.All, line => line.Contains("Refused", StringComparison.Ordinal));
    }

    private static bool HasDecimals(byte[] json)
    {
        using var answer = JsonDocument.Parse(json);
        return answer.RootElement.GetProperty("data").EnumerateObject()
            .SelectMany(row => row.Value.EnumerateObject())
            .Any(field => field.Value.ToString().Contains('.', StringComparison.Ordinal));
    }
}
