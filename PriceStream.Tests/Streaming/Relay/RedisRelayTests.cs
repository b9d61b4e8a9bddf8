using PriceStream.Tests.Support;

namespace PriceStream.Tests.Streaming.Relay;

/// <summary>Two instances whose Redis goes away, or comes back with older data.</summary>
public sealed class RedisRelayTests : IAsyncLifetime
{
    private RelayedSites sites = null!;

    public async ValueTask InitializeAsync() => sites = await RelayedSites.StartAsync();

    public ValueTask DisposeAsync() => sites.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_Redis_is_away_clients_stay_connected_and_informed_and_nothing_is_lost_when_it_returns(bool dataLost)
    {
        var (one, other) = await sites.StartTwoAsync();
        await sites.PollAsync(one, 2);
        await RelayedSites.HaveTheSameLogAsync(one, other);
        await using var here = await SseReader.ConnectAsync(one.Http);
        await using var there = await SseReader.ConnectAsync(other.Http);
        var id = (await here.NextAsync("feed")).Id!;
        await there.NextAsync("feed");

        await (dataLost ? sites.Redis.DieAsync() : sites.Redis.StopAsync());
        await sites.PollAsync(one, 4151);
        await other.PollAsync();
        foreach (var stream in (SseReader[])[here, there])
        {
            Assert.Contains("Redis", (string)(await stream.NextAsync("feed")).Json["reason"]!, StringComparison.Ordinal);
        }

        using (var page = await one.Http.GetAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken))
        {
            page.EnsureSuccessStatusCode();
        }

        await sites.Redis.GoOnAsync();
        await RelayedSites.RecoverAsync(one, other);
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
    public async Task Every_client_gets_a_resync_when_Redis_has_reused_numbers()
    {
        var (one, other) = await sites.StartTwoAsync();
        await using var there = await SseReader.ConnectAsync(other.Http);
        await there.NextAsync("feed");
        var before = RelayedSites.Hub(one).LastEventId;
        await sites.Redis.StopAsync();
        await sites.Redis.GoOnAsync();
        await RelayedSites.RecoverAsync(one, other);

        // As if Redis had come back with older data and continued from there.
        using (var client = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(sites.Redis.Address))
        {
            await client.GetDatabase().HashSetAsync("pricestream:{live}:head", "last", 1);
        }

        await sites.PollAsync(one, 2);
        Assert.Equal("new epoch", (string)(await there.NextAsync("resync")).Json["reason"]!);
        await RelayedSites.HaveTheSameLogAsync(one, other);
        Assert.NotEqual(before[..8], RelayedSites.Hub(one).Epoch);
    }

    private static long NumberOf(string id) => long.Parse(id[(id.IndexOf('-') + 1)..]);
}
