using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Streaming;

/// <summary>The figures of the stream, as Prometheus scrapes them and as other code reads them.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class StreamMetricsTests
{
    [Fact]
    public async Task The_metrics_of_the_stream_are_exported()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, lastEventId: "nonsense");
        await stream.NextAsync("feed");

        var text = await ScrapeAsync(app);

        Assert.All(
            [
                "pricestream_streaming_clients",
                "pricestream_streaming_connects_total",
                "pricestream_streaming_published_total",
                "pricestream_streaming_resyncs_total",
                "pricestream_streaming_sent_bytes_total",
                "pricestream_prices_age_seconds",
            ],
            name => Assert.Contains("\n" + name + "{", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_counter_is_exported_as_zero_from_the_start()
    {
        await using var app = await AppFactory.StartAsync();

        var lines = (await ScrapeAsync(app)).Split('\n');

        foreach (var name in (string[])["connects", "published", "delivered", "replayed", "conflated", "resyncs", "cut", "sent_bytes"])
        {
            var line = Assert.Single(lines, line => line.StartsWith($"pricestream_streaming_{name}_total{{", StringComparison.Ordinal));
            Assert.Equal("0", line.Split(' ')[1]);
        }

        foreach (var reason in (string[])["full", "address", "rate", "draining", "stopping"])
        {
            var line = Assert.Single(lines, line => IsRefusal(line) && line.Contains($"reason=\"{reason}\"", StringComparison.Ordinal));
            Assert.Equal("0", line.Split(' ')[1]);
        }
    }

    [Fact]
    public async Task Other_code_reads_the_totals_since_the_start()
    {
        await using var app = await AppFactory.StartAsync(("Sse:MaxClients", "2"));
        var metrics = app.Services.GetRequiredService<StreamMetrics>();
        Assert.Equal((0, 0, 0), (metrics.Connects, metrics.Cut, metrics.Clients));
        Assert.Equal(["address", "draining", "full", "rate", "stopping"], metrics.RefusalsByReason.Keys.Order());

        await using var one = await SseReader.ConnectAsync(app.Http);
        await using var two = await SseReader.ConnectAsync(app.Http);
        await using var three = await SseReader.OpenAsync(app.Http);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, three.Status);
        Assert.Equal((2, 0, 2), (metrics.Connects, metrics.Cut, metrics.Clients));
        Assert.Equal(1, metrics.RefusalsByReason["full"]);
        Assert.Equal(1, metrics.RefusalsByReason.Values.Sum());
        var lines = (await ScrapeAsync(app)).Split('\n');
        Assert.Contains(lines, line => IsRefusal(line) && line.Contains("reason=\"full\"} 1", StringComparison.Ordinal));
    }

    private static bool IsRefusal(string line) => line.StartsWith("pricestream_streaming_refusals_total{", StringComparison.Ordinal);

    private static Task<string> ScrapeAsync(AppFactory app) =>
        app.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
}
