using PriceStream.Tests.Support;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.History;

/// <summary>The public names of the history's metrics.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class HistoryMetricsTests
{
    [Fact]
    public async Task Reads_are_counted_by_cache_result_and_windows_by_width()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await app.HistoryAsync(4151, "24h", query: "");
        await app.HistoryAsync(4151, "24h", query: "");
        await app.HistoryAsync(4151, "24h", "cache=skip");
        app.Upstream.Windows[("5m", FakeUpstream.Start)] = new()
        {
            ["2"] = FakeUpstream.Window(high: 200, highVolume: 30, low: 190, lowVolume: 10),
        };
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(FakeUpstream.Start + 301));
        await app.RunAsync<WindowSyncJob>();

        var text = await app.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Matches(@"\npricestream_prices_history_reads_total\{[^}]*result=""hit""[^}]*\} 1\s", text);
        Assert.Matches(@"\npricestream_prices_history_reads_total\{[^}]*result=""miss""[^}]*\} 1\s", text);
        Assert.Matches(@"\npricestream_prices_history_reads_total\{[^}]*result=""skip""[^}]*\} 1\s", text);
        Assert.Matches(@"\npricestream_prices_windows_stored_total\{[^}]*width=""5m""[^}]*\} 1\s", text);
        Assert.Matches(@"\npricestream_prices_poll_interval_seconds\{[^}]*\} 60\s", text);
    }
}
