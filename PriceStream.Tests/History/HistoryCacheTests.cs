using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History;

namespace PriceStream.Tests.History;

/// <summary>The cache's rules, through the API. The tests change the database directly: a changed price shows a read.</summary>
public sealed class HistoryCacheTests
{
    [Fact]
    public async Task A_second_call_does_not_read_the_database()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await app.HistoryAsync(2, "24h", query: "");
        await TamperAsync(app, 999);

        Assert.Equal(193, (long?)(await app.HistoryAsync(2, "24h", query: ""))[^1]!["high"]);
    }

    [Theory]
    [InlineData("cache=skip")]
    [InlineData("bypass_cache=true")]
    public async Task A_call_that_skips_the_cache_reads_the_database_and_writes_the_cache(string skip)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await app.HistoryAsync(2, "24h", query: "");
        await TamperAsync(app, 999);

        Assert.Equal(999, (long?)(await app.HistoryAsync(2, "24h", skip))[^1]!["high"]);
        await TamperAsync(app, 5);
        Assert.Equal(999, (long?)(await app.HistoryAsync(2, "24h", query: ""))[^1]!["high"]);
    }

    [Theory]
    [InlineData("cache=skip", "period=24h&sample=false")]
    [InlineData("cache=skip", "period=7d")]
    public async Task Every_parameter_is_part_of_the_cache_key(string skip, string other)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await app.HistoryAsync(2, "24h", query: "");
        await TamperAsync(app, 999);
        await app.GetJsonAsync($"api/v1/prices/history/2?{other}&{skip}");

        Assert.Equal(193, (long?)(await app.HistoryAsync(2, "24h", query: ""))[^1]!["high"]);
        Assert.NotEqual(193, (long?)(await app.HistoryAsync(4151, "24h", query: ""))[^1]!["high"]);
    }

    [Fact]
    public async Task New_prices_invalidate_only_the_histories_of_their_items()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await app.HistoryAsync(2, "24h", query: "");
        await app.HistoryAsync(4151, "24h", query: "");
        await TamperAsync(app, 999);
        app.Upstream.Set(2, high: 250, highTime: FakeUpstream.Start + 30, low: 190, lowTime: FakeUpstream.Start - 20);
        await app.PollAsync();

        Assert.Equal(250, (long?)(await app.HistoryAsync(2, "24h", query: ""))[^1]!["high"]);
        Assert.Equal(1_500_000, (long?)(await app.HistoryAsync(4151, "24h", query: ""))[^1]!["high"]);
    }

    [Fact]
    public async Task An_entry_expires_when_its_open_bucket_closes()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await app.HistoryAsync(2, "1h", query: "");
        await TamperAsync(app, 999);
        app.Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(999, (long?)(await app.HistoryAsync(2, "1h", query: ""))[^1]!["high"]);
    }

    [Fact]
    public async Task Simultaneous_calls_share_one_computation_and_a_call_after_a_change_starts_its_own()
    {
        await using var app = await AppFactory.StartAsync();
        var cache = app.Services.GetRequiredService<HistoryCache>();
        var key = new HistoryKey(2, ChartPeriod.Default, Sampled: true);
        var gates = new List<TaskCompletionSource>();
        Task<HistorySnapshot> Ask(long price) => cache.GetAsync(key, skip: true, async (_, _) =>
        {
            var gate = new TaskCompletionSource();
            gates.Add(gate);
            await gate.Task;
            return Snapshot(app, price);
        }, TestContext.Current.CancellationToken);

        var old = Enumerable.Range(0, 50).Select(_ => Ask(1)).ToList();
        await Eventually.TrueAsync(() => gates.Count == 1, "the first computation begins");
        app.Clock.Advance(TimeSpan.FromMilliseconds(5));
        await cache.InvalidateAsync([2]);
        app.Clock.Advance(TimeSpan.FromMilliseconds(5));
        var fresh = Ask(2);
        await Eventually.TrueAsync(() => gates.Count == 2, "a second computation begins");
        gates[1].SetResult();
        Assert.Equal(2, (await fresh)!.Points[0].High);
        gates[0].SetResult();
        Assert.All(await Task.WhenAll(old), snapshot => Assert.Equal(1, snapshot!.Points[0].High));

        // The older answer finished later, but it is not in the cache.
        var cached = await cache.GetAsync(
            key, skip: false, (_, _) => Task.FromResult<HistorySnapshot>(Snapshot(app, 3)), TestContext.Current.CancellationToken);
        Assert.Equal(2, cached!.Points[0].High);
        Assert.Equal(2, gates.Count);
    }

    [Fact]
    public async Task A_failed_computation_throws_to_its_callers_and_is_retried_by_the_next_call()
    {
        await using var app = await AppFactory.StartAsync();
        var cache = app.Services.GetRequiredService<HistoryCache>();
        var key = new HistoryKey(2, ChartPeriod.Default, Sampled: true);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            cache.GetAsync(key, skip: false, (_, _) => throw new InvalidOperationException(), TestContext.Current.CancellationToken));

        Assert.NotNull(await cache.GetAsync(
            key, skip: false, (_, _) => Task.FromResult<HistorySnapshot>(Snapshot(app, 3)), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_unchanged_history_returns_304()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var first = await GetAsync(app, null);
        Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());

        using var second = await GetAsync(app, first.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);

        app.Upstream.Set(2, high: 250, highTime: FakeUpstream.Start + 30, low: 190, lowTime: FakeUpstream.Start - 20);
        await app.PollAsync();
        using var third = await GetAsync(app, first.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.NotEqual(first.Headers.ETag, third.Headers.ETag);
    }

    [Fact]
    public async Task The_compressed_and_the_plain_response_are_the_same()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("api/v1/prices/history/2?period=24h", UriKind.Relative));
        request.Headers.AcceptEncoding.Add(new("gzip"));
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);

        var compressed = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var body = new GZipStream(compressed, CompressionMode.Decompress);
        using var reader = new StreamReader(body);
        var plain = await app.Http.GetStringAsync(
            new Uri("api/v1/prices/history/2?period=24h", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(plain, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static HistorySnapshot Snapshot(AppFactory app, long price)
    {
        var now = app.Clock.GetUtcNow();
        var seconds = now.ToUnixTimeSeconds();
        HistoryPoint[] points = [new(seconds, High: price, Low: null, HighVolume: null, LowVolume: null)];
        return new(
            2, ChartPeriod.Default, Sampled: true, points, Open: null, ComputedAt: now.ToUnixTimeMilliseconds(),
            Until: seconds + 60, LastEventId: "x-1");
    }

    private static async Task<HttpResponseMessage> GetAsync(AppFactory app, EntityTagHeaderValue? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("api/v1/prices/history/2?period=24h", UriKind.Relative));
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task TamperAsync(AppFactory app, long price)
    {
        await using var db = await app.OpenDatabaseAsync();
        await db.Ticks.Where(tick => tick.ItemId == 2 && tick.High != null)
            .ExecuteUpdateAsync(tick => tick.SetProperty(row => row.High, price), TestContext.Current.CancellationToken);
    }
}
