using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>The metrics, and the dashboard and alerts that use them.</summary>
public sealed partial class MetricsTests
{
    private static readonly string[] Expected =
    [
        "pricestream_prices_trade_age_seconds", "pricestream_streaming_connects_total", "pricestream_streaming_delivery_seconds_bucket",
    ];

    private const string Token = "f3c1d0a9e8b74655";

    [Fact]
    public async Task Prometheus_accepts_the_metrics_and_the_dashboard_and_alerts_use_only_existing_ones()
    {
        var alerts = await File.ReadAllTextAsync(DeployFile("prometheus/alerts.yaml"), TestContext.Current.CancellationToken);
        var named = DashboardExpressions().Append(alerts)
            .SelectMany(expression => MetricName().Matches(expression)).Select(match => match.Value).ToHashSet();
        Assert.Superset(Expected.ToHashSet(), named);
        await using var site = await SiteProcess.StartAsync(
            ("Upstream__PollSeconds", "1"), ("Admin__PasswordHash", AdminClient.Hash), ("ASPNETCORE_ENVIRONMENT", "Production"));
        await site.HasPricesAsync();

        await ExerciseAsync(site);
        var metrics = "";
        await Eventually.TrueAsync(
            async () => Missing(metrics = await MetricsAsync(site.Http)).Count == 0, "every metric that they name is there");

        await Promtool.ApproveAsync(metrics, "check", "metrics");

        IReadOnlyList<string> Missing(string text) => [.. named.Where(name => !HasMetric(text, name))];
    }

    [Fact]
    public async Task Every_alert_fires_when_it_should_and_not_before()
    {
        await Promtool.ApproveAsync(input: null, "check", "rules", DeployFile("prometheus/alerts.yaml"));
        await Promtool.ApproveAsync(input: null, "test", "rules", DeployFile("prometheus/alerts.test.yaml"));
        var tests = await File.ReadAllTextAsync(DeployFile("prometheus/alerts.test.yaml"), TestContext.Current.CancellationToken);
        var rules = await File.ReadAllTextAsync(DeployFile("prometheus/alerts.yaml"), TestContext.Current.CancellationToken);
        var alerts = AlertRule().Matches(rules).Select(match => match.Groups[1].Value);
        Assert.Equal(
            alerts.Order(StringComparer.Ordinal),
            AlertName().Matches(tests).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task By_default_anyone_who_can_reach_the_site_can_read_the_metrics()
    {
        await using var app = await AppFactory.StartAsync();
        Assert.Contains("pricestream_streaming_clients", await MetricsAsync(app.Http), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer wrong-token-of-16")]
    [InlineData("Basic " + Token)]
    [InlineData("bearer " + Token + "x")]
    public async Task A_configured_token_is_required_to_read_the_metrics(string? authorization)
    {
        await using var app = await AppFactory.StartAsync(("Metrics:Token", Token));
        using var slashed = await app.Http.GetAsync(new Uri("METRICS/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, slashed.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "metrics");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using (var refused = await app.Http.SendAsync(request, TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
            var body = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain("pricestream_", body, StringComparison.Ordinal);
        }

        app.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        Assert.Contains("pricestream_streaming_clients", await MetricsAsync(app.Http), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metrics_port_serves_only_the_metrics_and_the_sites_port_no_longer_does()
    {
        var port = RedisServer.FreePort();
        await using var site = await SiteProcess.StartAsync(("Metrics__Port", $"{port}"));
        using var own = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };

        Assert.Contains("pricestream_streaming_clients", await MetricsAsync(own), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(site.Http, "", null));
        foreach (var path in (string[])["metrics", "metrics/", "METRICS/"])
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(site.Http, path, null));
        }

        // A client can send any Host header.
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(site.Http, "metrics", $"127.0.0.1:{port}"));
        foreach (var path in (string[])["", "api/v1/items", "health/live", "admin", "css/tokens.css", "metrics/x"])
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(own, path, null));
        }
    }

    // So that every counter has something to count.
    private static async Task ExerciseAsync(SiteProcess site)
    {
        await using var stream = await SseReader.ConnectAsync(site.Http);
        await stream.NextAsync("price-update");
        await site.Http.GetStringAsync(new Uri("api/v1/prices/history/4151", UriKind.Relative), TestContext.Current.CancellationToken);
        using var client = await AdminClient.LogInAsync(site.Address);
        using var backedUp = await client.PressAsync("Backup");
    }

    private static bool HasMetric(string text, string name) =>
        text.Contains("\n" + name + "{", StringComparison.Ordinal) || text.Contains("\n" + name + " ", StringComparison.Ordinal);

    private static Task<string> MetricsAsync(HttpClient http) =>
        http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path, string? host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static IEnumerable<string> DashboardExpressions()
    {
        var dashboard = JsonNode.Parse(File.ReadAllText(DeployFile("grafana/pricestream.json")))!;
        var panels = dashboard["panels"]!.AsArray();
        Assert.NotEmpty(panels);
        return panels.SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!)
            .Concat(dashboard["templating"]!["list"]!.AsArray().Select(variable => (string)variable!["query"]!));
    }

    private static string DeployFile(string name) => Repository.PathOf("deploy/" + name);

    [GeneratedRegex(@"\b(?:pricestream|dotnet|kestrel|process)_[a-z0-9_]+")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertRule();

    [GeneratedRegex(@"alertname: (\w+)")]
    private static partial Regex AlertName();
}
