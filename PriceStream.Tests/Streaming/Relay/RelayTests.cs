using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Prices;

namespace PriceStream.Tests.Streaming.Relay;

/// <summary>Two instances that publish through one Redis, or through the PostgreSQL database that they share.</summary>
public sealed class RelayTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_instance_has_the_same_ids_order_and_epoch_and_only_one_polls(bool onPostgres)
    {
        await using var sites = await RelayedSites.StartAsync(onPostgres);
        var (one, other) = await sites.StartTwoAsync();
        await using var here = await SseReader.ConnectAsync(one.Http);
        await using var there = await SseReader.ConnectAsync(other.Http);
        await Task.WhenAll(here.NextAsync("feed"), there.NextAsync("feed"));

        await sites.PollAsync(one, 2, 4151);
        var events = await here.UntilAsync("feed");

        Assert.Equal([2, 4151], events.Select(e => (int)e.Json["item_id"]!));
        Assert.Equal(events, await there.UntilAsync("feed"));
        var requests = other.Upstream.Requests.Count;
        await other.PollAsync();
        Assert.Equal(requests, other.Upstream.Requests.Count);
        Assert.Equal(await PricesAsync(one), await PricesAsync(other));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_moves_to_the_other_instance_misses_nothing(bool onPostgres)
    {
        await using var sites = await RelayedSites.StartAsync(onPostgres);
        var (one, other) = await sites.StartTwoAsync();
        string id;
        await using (var here = await SseReader.ConnectAsync(one.Http))
        {
            await sites.PollAsync(one, 2, 4151);
            id = (await here.NextAsync("price-update")).Id!; // cut in the middle of a batch
        }

        await sites.PollAsync(one, 4151);
        await RelayedSites.HaveTheSameLogAsync(one, other);
        await using var there = await SseReader.ConnectAsync(other.Http, lastEventId: id);

        var replayed = await there.UntilAsync("feed");
        Assert.Equal([NumberOf(id) + 1, NumberOf(id) + 2], replayed.Select(e => NumberOf(e.Id!)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restarted_instance_gets_its_epoch_and_replay_buffer_from_the_relay(bool onPostgres)
    {
        await using var sites = await RelayedSites.StartAsync(onPostgres);
        var (one, other) = await sites.StartTwoAsync();
        var id = RelayedSites.Hub(one).LastEventId;
        await sites.PollAsync(one, 2);
        await sites.PollAsync(one, 4151);
        await RelayedSites.HaveTheSameLogAsync(one, other);
        await sites.StopAsync(other);

        var again = await sites.StartOneAsync();
        await using var stream = await SseReader.ConnectAsync(again.Http, lastEventId: id);

        Assert.Equal([2, 4151], (await stream.UntilAsync("feed")).Select(e => (int)e.Json["item_id"]!));
        Assert.Equal(RelayedSites.StatusOf(one), RelayedSites.StatusOf(again));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_instance_that_stops_releases_the_lease_at_once(bool onPostgres)
    {
        await using var sites = await RelayedSites.StartAsync(onPostgres);
        var (one, other) = await sites.StartTwoAsync();
        await using var there = await SseReader.ConnectAsync(other.Http);
        await there.NextAsync("feed");
        await sites.StopAsync(one);

        await sites.PollAsync(other, 4151);

        Assert.Equal(4151, (int)(await there.NextAsync("price-update")).Json["item_id"]!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_instance_logs_once_when_it_starts_to_poll_or_to_follow(bool onPostgres)
    {
        await using var sites = await RelayedSites.StartAsync(onPostgres);
        const string Polls = "This instance polls the upstream now (lease until ";
        const string Follows = "Another instance polls the upstream. This one follows";
        var (one, other) = await sites.StartTwoAsync();
        await other.PollAsync();
        await sites.PollAsync(one, 4151);
        await other.PollAsync();
        Assert.Single(one.Log.All, line => line.Contains(Polls, StringComparison.Ordinal));
        Assert.Single(other.Log.All, line => line.Contains(Follows, StringComparison.Ordinal));
        Assert.DoesNotContain(other.Log.All, line => line.Contains(Polls, StringComparison.Ordinal));

        await sites.StopAsync(one);
        await sites.PollAsync(other, 4151);

        Assert.Single(other.Log.All, line => line.Contains(Polls, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_instance_that_loses_the_lease_during_a_poll_publishes_nothing_and_follows(bool onPostgres)
    {
        await using var sites = await RelayedSites.StartAsync(onPostgres);
        var (one, other) = await sites.StartTwoAsync();
        var before = RelayedSites.Hub(one).LastEventId;
        one.Upstream.Overrides["latest"] = async context =>
        {
            await sites.PassLeaseOnAsync();
            one.Upstream.Overrides.Clear();
            await FakeUpstream.Text($$"""{"data":{{one.Upstream.Latest.ToJsonString()}}}""")(context);
        };

        await sites.PollAsync(one, 4151);

        Assert.Equal(before, RelayedSites.Hub(one).LastEventId);
        Assert.Equal(before, RelayedSites.Hub(other).LastEventId);
        Assert.False(one.Services.GetRequiredService<PollGate>().IsWriter);
        Assert.Single(one.Log.All, line => line.StartsWith("Warning", StringComparison.Ordinal)
            && line.Contains("Another instance has taken over the lease", StringComparison.Ordinal));
        Assert.DoesNotContain(one.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_instance_logs_which_relay_it_uses(bool onPostgres)
    {
        await using var sites = await RelayedSites.StartAsync(onPostgres);
        var one = await sites.StartOneAsync();

        await Eventually.TrueAsync(
            () => one.Log.All.Any(line => line.EndsWith("Relay: " + sites.Relay, StringComparison.Ordinal)),
            "the relay is logged");
    }

    private static async Task<string> PricesAsync(AppFactory app) => (await app.GetJsonAsync("api/v1/prices/current")).ToJsonString();

    private static long NumberOf(string id) => long.Parse(id[(id.IndexOf('-') + 1)..]);
}
