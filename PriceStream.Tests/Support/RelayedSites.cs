using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Web.Prices;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Tests.Support;

/// <summary>
/// Several instances of the site with one Redis and one SQLite file, or with one PostgreSQL database and no Redis. The first that polls
/// holds the lease.
/// </summary>
internal sealed class RelayedSites : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
    private readonly List<AppFactory> apps = [];
    private long second = FakeUpstream.Start + 50;

    private readonly RedisServer? redis;
    private readonly string? database;

    private RelayedSites(RedisServer? redis, string? database) => (this.redis, this.database) = (redis, database);

    public RedisServer Redis => redis!;

    /// <summary>The relay as the log names it.</summary>
    public string Relay => redis is null ? "PostgreSQL table" : "Redis Stream at " + redis.Address;

    public static async Task<RelayedSites> StartAsync(bool onPostgres = false) =>
        onPostgres ? new(null, await PostgresDatabase.CreateEmptyAsync()) : new(await RedisServer.StartAsync(), null);

    /// <summary>Makes another instance the holder of the lease.</summary>
    public Task PassLeaseOnAsync() => redis is null
        ? PostgresServer.RunAsync(database!, "UPDATE lease SET holder = 'another', epoch = epoch + 1, until = now() + interval '1 h'")
        : redis.SendAsync("SET pricestream:{live}:poller another");

    /// <summary>Starts two sites. The first has the catalogue and prices, and holds the lease.</summary>
    public async Task<(AppFactory One, AppFactory Other)> StartTwoAsync()
    {
        var one = await StartOneAsync();
        await one.RefreshCatalogueAsync();
        await one.PollAsync();
        return (one, await StartOneAsync());
    }

    public async Task<AppFactory> StartOneAsync()
    {
        var relay = redis is null
            ? ("ConnectionStrings:PriceStream", database!)
            : ("ConnectionStrings:Redis", redis.Address + ",connectTimeout=1000,syncTimeout=1000,asyncTimeout=1000");
        var app = await AppFactory.StartAsync(folder, relay, ("Sse:ConnectionTimeout", "12:00:00"));
        apps.Add(app);
        return app;
    }

    public async Task StopAsync(AppFactory app)
    {
        apps.Remove(app);
        await app.DisposeAsync();
    }

    /// <summary>Polls new prices of these items.</summary>
    public async Task PollAsync(AppFactory app, params int[] items)
    {
        foreach (var item in items)
        {
            app.Upstream.Set(item, high: second, highTime: second, low: 100, lowTime: second);
            second++;
        }

        await app.PollAsync();
    }

    /// <summary>Waits until the first instance reaches Redis again and polls, and the other instance has received that poll.</summary>
    public static async Task RecoverAsync(AppFactory one, AppFactory other)
    {
        await Eventually.TrueAsync(() => HoldsLeaseAsync(one).GetAwaiter().GetResult(), "the first instance reaches Redis again");
        await one.PollAsync();
        await Eventually.TrueAsync(
            () =>
            {
                other.Clock.Advance(TimeSpan.FromSeconds(1)); // it reads every second
                return StatusOf(one) == StatusOf(other);
            },
            "the other instance gets the poll");
    }

    public static Task HaveTheSameLogAsync(AppFactory one, AppFactory other) =>
        Eventually.TrueAsync(() => Hub(one).LastEventId == Hub(other).LastEventId, "both instances have the same log");

    public static StreamHub Hub(AppFactory app) => app.Services.GetRequiredService<StreamHub>();

    public static UpstreamStatus StatusOf(AppFactory app) => app.Services.GetRequiredService<UpstreamMonitor>().Status;

    public async ValueTask DisposeAsync()
    {
        foreach (var app in apps)
        {
            await app.DisposeAsync();
        }

        await (redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<bool> HoldsLeaseAsync(AppFactory app)
    {
        try
        {
            return await app.Services.GetRequiredService<StreamLease>().TryHoldAsync(TimeSpan.FromSeconds(90));
        }
        catch (RelayException)
        {
            return false;
        }
    }
}
