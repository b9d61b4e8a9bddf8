using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Web.Prices;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Tests.Streaming.Relay;

/// <summary>Several instances, one Redis, one SQLite file. The first instance started polls.</summary>
public sealed class RelayTests : IAsyncDisposable
{
    private const long Start = FakeUpstream.Start;

    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
    private readonly List<AppFactory> apps = [];
    private RedisServer redis = null!;
    private long second = Start + 50;

    [Fact]
    public async Task Ids_order_and_epoch_are_the_same_on_every_instance_and_only_one_polls()
    {
        var (one, other) = await StartTwoAsync();
        await using var here = await SseReader.ConnectAsync(one.Http);
        await using var there = await SseReader.ConnectAsync(other.Http);
        await Task.WhenAll(here.NextAsync("feed"), there.NextAsync("feed"));

        await PollAsync(one, 2, 4151);
        var events = await here.UntilAsync("feed");

        Assert.Equal([2, 4151], events.Select(e => (int)e.Json["item_id"]!));
        Assert.Equal(events, await there.UntilAsync("feed"));
        var asked = other.Upstream.Requests.Count;
        await other.PollAsync();
        Assert.Equal(asked, other.Upstream.Requests.Count);
        Assert.Equal((await one.GetJsonAsync("api/v1/prices/current")).ToJsonString(), (await other.GetJsonAsync("api/v1/prices/current")).ToJsonString());
    }

    [Fact]
    public async Task A_client_that_moves_to_the_other_instance_misses_nothing()
    {
        var (one, other) = await StartTwoAsync();
        string id;
        await using (var here = await SseReader.ConnectAsync(one.Http))
        {
            await PollAsync(one, 2, 4151);
            id = (await here.NextAsync("price-update")).Id!; // cut in the middle of a tick
        }

        await PollAsync(one, 4151);
        await SameAsync(one, other);
        await using var there = await SseReader.ConnectAsync(other.Http, lastEventId: id);

        Assert.Equal([NumberOf(id) + 1, NumberOf(id) + 2], (await there.UntilAsync("feed")).Select(e => NumberOf(e.Id!)));
    }

    [Fact]
    public async Task A_restarted_instance_has_its_epoch_and_its_past_from_Redis()
    {
        var (one, other) = await StartTwoAsync();
        var id = one.Services.GetRequiredService<StreamHub>().LastEventId;
        await PollAsync(one, 2);
        await PollAsync(one, 4151);
        await SameAsync(one, other);
        await EndAsync(other);

        var again = await StartAsync();
        await using var stream = await SseReader.ConnectAsync(again.Http, lastEventId: id);

        Assert.Equal([2, 4151], (await stream.UntilAsync("feed")).Select(e => (int)e.Json["item_id"]!));
        Assert.Equal(one.Services.GetRequiredService<UpstreamMonitor>().Status, again.Services.GetRequiredService<UpstreamMonitor>().Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_Redis_is_away_clients_stay_and_are_told_and_when_it_is_back_nothing_was_lost(bool dataLost)
    {
        var (one, other) = await StartTwoAsync();
        await PollAsync(one, 2);
        await SameAsync(one, other);
        await using var here = await SseReader.ConnectAsync(one.Http);
        await using var there = await SseReader.ConnectAsync(other.Http);
        var id = (await here.NextAsync("feed")).Id!;
        await there.NextAsync("feed");

        await (dataLost ? redis.DieAsync() : redis.StopAsync());
        await PollAsync(one, 4151);
        await other.PollAsync();
        foreach (var stream in (SseReader[])[here, there])
        {
            Assert.Contains("Redis", (string)(await stream.NextAsync("feed")).Json["reason"]!, StringComparison.Ordinal);
        }

        using (var page = await one.Http.GetAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken))
        {
            page.EnsureSuccessStatusCode();
        }

        await redis.GoOnAsync();
        await RecoverAsync(one, other);
        foreach (var stream in (SseReader[])[here, there])
        {
            var update = await stream.NextAsync("price-update");
            Assert.Equal(4151, (int)update.Json["item_id"]!);
            Assert.Equal(id[..8], update.Id?[..8]);
            Assert.Equal(NumberOf(id) + 1, NumberOf(update.Id!));
            Assert.Null((string?)(await stream.NextAsync("feed")).Json["reason"]);
        }
    }

    [Fact]
    public async Task When_numbers_were_given_twice_everybody_is_told_to_resync()
    {
        var (one, other) = await StartTwoAsync();
        await using var there = await SseReader.ConnectAsync(other.Http);
        await there.NextAsync("feed");
        var before = one.Services.GetRequiredService<StreamHub>().LastEventId;
        await redis.StopAsync();
        await redis.GoOnAsync();
        await RecoverAsync(one, other);

        // As if Redis had come back with what it had some time ago, and had gone on from there.
        using (var client = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.Address))
        {
            await client.GetDatabase().HashSetAsync("pricestream:{live}:head", "last", 1);
        }

        await PollAsync(one, 2);
        Assert.Equal("new epoch", (string)(await there.NextAsync("resync")).Json["reason"]!);
        await SameAsync(one, other);
        Assert.NotEqual(before[..8], one.Services.GetRequiredService<StreamHub>().Epoch);
    }

    [Fact]
    public async Task An_instance_that_stops_leaves_the_polling_to_the_other_at_once()
    {
        var (one, other) = await StartTwoAsync();
        await using var there = await SseReader.ConnectAsync(other.Http);
        await there.NextAsync("feed");
        await EndAsync(one);

        await PollAsync(other, 4151);

        Assert.Equal(4151, (int)(await there.NextAsync("price-update")).Json["item_id"]!);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in apps)
        {
            await app.DisposeAsync();
        }

        await redis.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<(AppFactory One, AppFactory Other)> StartTwoAsync()
    {
        redis = await RedisServer.StartAsync();
        var one = await StartAsync();
        await one.RefreshCatalogueAsync();
        await one.PollAsync();
        return (one, await StartAsync());
    }

    private async Task<AppFactory> StartAsync()
    {
        var app = await AppFactory.StartAsync(folder, ("ConnectionStrings:Redis", redis.Address + ",connectTimeout=1000,syncTimeout=1000,asyncTimeout=1000"), ("Sse:ConnectionTimeout", "12:00:00"));
        apps.Add(app);
        return app;
    }

    private async Task EndAsync(AppFactory app)
    {
        apps.Remove(app);
        await app.DisposeAsync();
    }

    /// <summary>A poll that brings new prices of these items.</summary>
    private async Task PollAsync(AppFactory app, params int[] items)
    {
        foreach (var item in items)
        {
            app.Upstream.Set(item, second, second, 100, second);
            second++;
        }

        await app.PollAsync();
    }

    /// <summary>Redis is back, the first instance has noticed and polls, and the other has what it polled.</summary>
    private static async Task RecoverAsync(AppFactory one, AppFactory other)
    {
        await Eventually.TrueAsync(() => HoldsLeaseAsync(one).GetAwaiter().GetResult(), "the first instance reaches Redis again");
        await one.PollAsync();
        await Eventually.TrueAsync(
            () =>
            {
                other.Clock.Advance(TimeSpan.FromSeconds(1)); // it looks every second
                return one.Services.GetRequiredService<UpstreamMonitor>().Status == other.Services.GetRequiredService<UpstreamMonitor>().Status;
            },
            "the other instance hears of the poll");
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

    private static Task SameAsync(AppFactory one, AppFactory other) => Eventually.TrueAsync(
        () => one.Services.GetRequiredService<StreamHub>().LastEventId == other.Services.GetRequiredService<StreamHub>().LastEventId, "both know the same");

    private static long NumberOf(string id) => long.Parse(id[(id.IndexOf('-') + 1)..]);
}
