using Microsoft.EntityFrameworkCore;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.History;

/// <summary>The cache's second level, on a real redis-server whose MONITOR shows every command.</summary>
public sealed class RedisCacheTests : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
    private FakeUpstream? source;

    [Fact]
    public async Task A_call_that_skips_the_cache_only_writes_to_Redis_and_another_instance_reads_that_value()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis);
        await using var other = await StartAsync(redis);
        await ConnectedAsync(redis, one, other);
        using var monitor = await redis.MonitorAsync();

        Assert.Equal(193, (long?)(await one.HistoryAsync(2, "24h"))[^1]!["high"]);
        await Eventually.TrueAsync(() => About(monitor, "history:2:24h:sampled").Any(IsWrite), "the series is written");
        Assert.DoesNotContain(About(monitor, "history:2:24h:sampled"), IsRead);

        await TamperAsync(one, 999);
        monitor.Clear();
        Assert.Equal(193, (long?)(await other.HistoryAsync(2, "24h", query: ""))[^1]!["high"]);
        await Eventually.TrueAsync(() => About(monitor, "history:2:24h:sampled").Any(IsRead), "the series is read");
        Assert.DoesNotContain(About(monitor, "history:2:24h:sampled"), IsWrite);

        monitor.Clear();
        Assert.Equal(193, (long?)(await other.HistoryAsync(2, "24h", query: ""))[^1]!["high"]); // from memory now
        Assert.Empty(About(monitor, "history:2:24h:sampled"));
    }

    [Fact]
    public async Task New_prices_remove_their_histories_from_Redis_too()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await StartAsync(redis);
        await ConnectedAsync(redis, app);
        await app.HistoryAsync(2, "24h");
        using var monitor = await redis.MonitorAsync();
        source!.Set(2, high: 250, highTime: FakeUpstream.Start + 30, low: 190, lowTime: FakeUpstream.Start - 20);
        await app.PollAsync();

        await Eventually.TrueAsync(() => About(monitor, "history:2:24h").Any(IsRemoval), "the series is deleted");
    }

    [Fact]
    public async Task When_Redis_dies_and_returns_no_request_fails_and_each_change_is_logged_once()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await StartAsync(redis);
        await ConnectedAsync(redis, app);
        var asked = 0;
        var stop = false;
        var load = Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            while (!Volatile.Read(ref stop))
            {
                var history = await app.HistoryAsync(2, worker % 2 == 0 ? "24h" : "7d", worker % 4 < 2 ? "cache=skip" : "");
                Assert.Equal(193, (long?)history[^1]!["high"]);
                Interlocked.Increment(ref asked);
            }
        }));
        await AskedAsync(100);
        await redis.DieAsync();
        await Eventually.TrueAsync(() => Logged(app, "so histories are cached in memory only") == 1, "the loss is logged");
        await AskedAsync(200);
        await redis.GoOnAsync();
        await ReturnIsLoggedAsync(app);
        await AskedAsync(100);
        Volatile.Write(ref stop, true);
        await load;

        Assert.Equal(1, Logged(app, "so histories are cached in memory only"));
        Assert.DoesNotContain(app.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));

        async Task AskedAsync(int more)
        {
            var goal = Volatile.Read(ref asked) + more;
            await Eventually.TrueAsync(() => Volatile.Read(ref asked) >= goal || load.IsFaulted, $"{more} more calls are answered");
        }
    }

    private static Task ReturnIsLoggedAsync(AppFactory app) => Eventually.TrueAsync(
        () =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1)); // Redis is tried once a second
            return Logged(app, "Redis is available again and caches histories") == 1;
        },
        "the return is logged");

    [Fact]
    public async Task A_site_whose_Redis_is_down_starts_and_serves()
    {
        await using (var before = await AppFactory.StartAsync(folder))
        {
            await before.RefreshCatalogueAsync();
            await before.PollAsync();
        }

        await using var app = await AppFactory.StartAsync(folder, ("ConnectionStrings:Redis", "127.0.0.1:1"));
        Assert.Equal(193, (long?)(await app.HistoryAsync(2, "24h", query: ""))[^1]!["high"]);
        Assert.Equal(193, (long?)(await app.HistoryAsync(2, "24h"))[^1]!["high"]);
    }

    [Fact]
    public async Task A_corrupt_entry_in_Redis_counts_as_absent()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await StartAsync(redis);
        await ConnectedAsync(redis, app);
        using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.Address + ",allowAdmin=true");
        var key = (string)(await connection.GetDatabase().ExecuteAsync("KEYS", "*history:4151*"))[0]!;
        foreach (var corrupt in (byte[][])[[], [1], [99, 1, 2], [1, 0, 0, 0, 0, 250]])
        {
            await connection.GetDatabase().HashSetAsync(
                key.Replace("4151:1h", "2:24h", StringComparison.Ordinal), [new("absexp", -1), new("sldexp", -1), new("data", corrupt)]);
            await using var fresh = await StartAsync(redis);
            await ConnectedAsync(redis, fresh);
            Assert.Equal(193, (long?)(await fresh.HistoryAsync(2, "24h", query: ""))[^1]!["high"]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (source is not null)
        {
            await source.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    // The instances share the SQLite file and the upstream. The first one loads the catalogue and the prices.
    private async Task<AppFactory> StartAsync(RedisServer redis)
    {
        var first = source is null;
        source ??= await FakeUpstream.StartAsync();
        var app = await AppFactory.StartAsync(folder, ("ConnectionStrings:Redis", redis.Address), ("Upstream:BaseAddress", source.Address));
        source.Clock = app.Clock;
        if (first)
        {
            await app.RefreshCatalogueAsync();
            await app.PollAsync();
        }

        return app;
    }

    // The cache connects in the background; a write that arrives shows that it is connected.
    private static async Task ConnectedAsync(RedisServer redis, params AppFactory[] apps)
    {
        using var monitor = await redis.MonitorAsync();
        foreach (var app in apps)
        {
            monitor.Clear();
            for (var tries = 0; !About(monitor, "history:4151").Any(IsWrite); tries++)
            {
                Assert.True(tries < 2000, "nothing was written to Redis");
                await app.HistoryAsync(4151, "1h");
            }
        }
    }

    private static List<string> About(RedisServer.Monitor monitor, string key) =>
        [.. monitor.Lines.Where(line => line.Contains(key, StringComparison.Ordinal))];

    private static bool IsRead(string line) => IsAny(line, "\"HMGET\"", "\"HGET", "\"GET\"");

    private static bool IsWrite(string line) => IsAny(line, "\"HSET\"", "\"HMSET\"", "\"EVAL");

    private static bool IsRemoval(string line) => IsAny(line, "\"DEL\"", "\"UNLINK\"");

    private static bool IsAny(string line, params string[] commands) =>
        commands.Any(command => line.Contains(command, StringComparison.OrdinalIgnoreCase));

    private static int Logged(AppFactory app, string text) => app.Log.All.Count(line => line.Contains(text, StringComparison.Ordinal));

    private static async Task TamperAsync(AppFactory app, long price)
    {
        await using var db = await app.OpenDatabaseAsync();
        await db.Ticks.Where(tick => tick.ItemId == 2 && tick.High != null)
            .ExecuteUpdateAsync(tick => tick.SetProperty(row => row.High, price), TestContext.Current.CancellationToken);
    }
}
