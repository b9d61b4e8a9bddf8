using PriceStream.Tests.Support;
using PriceStream.Web.Data;

namespace PriceStream.Tests.Streaming.Relay;

/// <summary>Instances that publish through a table of a real PostgreSQL server.</summary>
public sealed class PostgresRelayLogTests : IAsyncLifetime
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(1); // shorter than the server has been running

    private readonly SettableClock clock = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
    private readonly List<RelayedInstance> instances = [];
    private ScratchPostgres server = null!;
    private RelayedInstance one = null!;
    private RelayedInstance other = null!;

    public async ValueTask InitializeAsync()
    {
        server = await ScratchPostgres.StartAsync();
        (one, other) = (await StartAsync(), await StartAsync());
        await one.HoldAsync(Minutes);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }

        await server.DisposeAsync();
    }

    [Fact]
    public async Task Every_instance_has_the_same_ids_and_each_message_once()
    {
        await one.PublishAsync("a", 11, 12);
        await one.PublishAsync("b");
        await one.PublishAsync("c", 13);
        await one.ReadAsync();
        await other.ReadAsync();

        Assert.Equal(one.Hub.Epoch + "-3", one.Hub.LastEventId);
        Assert.Equal(one.Hub.LastEventId, other.Hub.LastEventId);
        foreach (var instance in (RelayedInstance[])[one, other])
        {
            Assert.Equal([11, 12, 13], instance.Applied);
            Assert.Equal(["a", "b", "c"], instance.States);
        }
    }

    [Fact]
    public async Task An_instance_that_starts_gets_the_epoch_and_the_replay_buffer()
    {
        await one.PublishAsync("a", 11, 12);

        var late = await StartAsync();

        Assert.Equal(one.Hub.LastEventId, late.Hub.LastEventId);
        Assert.True(late.Hub.Log.Holds(0));
        Assert.Equal([11, 12], late.Applied);
    }

    [Fact]
    public async Task After_a_takeover_the_ids_go_on()
    {
        await one.PublishAsync("a", 11, 12);
        await one.Lease.ReleaseAsync(TestContext.Current.CancellationToken);
        await other.HoldAsync(Minutes);

        await other.PublishAsync("b", 13); // it has not read yet what the other has published last
        await one.ReadAsync();

        Assert.Equal([11, 12, 13], other.Applied);
        Assert.Equal([11, 12, 13], one.Applied);
        Assert.Equal(one.Hub.Epoch + "-3", one.Hub.LastEventId);
        Assert.Equal(one.Hub.LastEventId, other.Hub.LastEventId);
    }

    [Fact]
    public async Task Without_the_lease_nothing_is_published()
    {
        await Assert.ThrowsAsync<LeaseLostException>(() => other.PublishAsync("a", 11));

        Assert.Empty(other.Applied);
        Assert.Equal(0, other.Hub.Last);
    }

    [Fact]
    public async Task While_the_store_is_away_the_holder_publishes_and_the_others_get_the_same_ids_later()
    {
        await one.PublishAsync("a", 11);
        await other.ReadAsync();
        one.IsBuffering = true;
        await server.StopAsync();
        await one.PublishAsync("b", 12, 13);
        await one.PublishAsync("c", 14);
        Assert.False(await one.TryReadAsync());
        Assert.False(await other.TryReadAsync());
        Assert.Equal(4, one.Hub.Last);

        await server.GoOnAsync();
        await one.ReadAsync();
        await one.FlushAsync();
        await one.ReadAsync();
        await other.ReadAsync();
        await one.PublishAsync("d", 15);
        await other.ReadAsync();

        Assert.Equal(other.Hub.LastEventId, one.Hub.LastEventId);
        Assert.Equal(one.Hub.Epoch + "-5", one.Hub.LastEventId);
        Assert.Equal([11, 12, 13, 14, 15], one.Applied);
        Assert.Equal([11, 12, 13, 14, 15], other.Applied);
    }

    [Fact]
    public async Task An_outage_and_its_end_are_logged_once_each()
    {
        await server.StopAsync();
        await other.TryReadAsync();
        await other.TryReadAsync();
        await server.GoOnAsync();
        await other.TryReadAsync();
        await other.TryReadAsync();

        Assert.Equal(
            [
                "Warning relay: PostgreSQL is unavailable, so no prices arrive from other instances: it does not answer",
                "Information relay: PostgreSQL is available again, so prices arrive again",
            ],
            other.Lines.All.Where(line => line.Contains("available", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_instance_whose_numbers_others_have_used_starts_a_new_epoch_for_all(bool isNoticedByTheLease)
    {
        await one.PublishAsync("a", 11);
        await other.ReadAsync();
        await one.ReadAsync();
        one.IsBuffering = true; // it cannot reach the store, but the others can
        await one.PublishAsync("b", 12);
        await server.ExecuteAsync("UPDATE lease SET until = now() - interval '1 s'");
        Assert.True(await other.HoldAsync(Moment));
        await server.ExecuteAsync("UPDATE lease SET until = now() + interval '1 h'");
        await other.PublishAsync("c", 21);
        var before = other.Hub.Epoch;
        Assert.Equal(one.Hub.LastEventId, other.Hub.LastEventId); // the same id for different messages

        if (isNoticedByTheLease)
        {
            Assert.False(await one.HoldAsync(Minutes));
            one.Discard();
        }

        await one.ReadAsync();
        await other.ReadAsync();

        Assert.NotEqual(before, one.Hub.Epoch);
        Assert.Equal(one.Hub.LastEventId, other.Hub.LastEventId);
        await one.FlushAsync(); // what waits is refused
        await other.PublishAsync("d", 22, 23);
        await one.ReadAsync();
        Assert.Equal(one.Hub.Epoch + "-2", other.Hub.LastEventId);
        Assert.Equal(other.Hub.LastEventId, one.Hub.LastEventId);
        Assert.Equal([22, 23], one.Applied.TakeLast(2));
    }

    [Fact]
    public async Task Numbers_that_never_arrived_are_not_used_again()
    {
        await one.PublishAsync("a", 11);
        await one.ReadAsync();
        one.IsBuffering = true;
        await one.PublishAsync("b", 12);
        await server.ExecuteAsync("UPDATE lease SET until = now() - interval '1 s'");
        Assert.True(await other.HoldAsync(Moment));
        await server.ExecuteAsync("UPDATE lease SET until = now() + interval '1 h'");
        Assert.False(await one.HoldAsync(Minutes));
        one.Discard();
        var before = one.Hub.Epoch;

        await one.ReadAsync();
        await other.PublishAsync("c", 21);
        await one.ReadAsync();

        Assert.NotEqual(before, one.Hub.Epoch);
        Assert.Equal(other.Hub.LastEventId, one.Hub.LastEventId);
    }

    [Fact]
    public async Task An_instance_that_was_away_for_longer_than_the_replay_window_adopts_the_log()
    {
        await one.PublishAsync("a", 11);
        await other.ReadAsync();
        await one.PublishAsync("b", 12, 13);
        await server.ExecuteAsync("DELETE FROM relay");

        await other.ReadAsync();

        Assert.Equal(one.Hub.LastEventId, other.Hub.LastEventId);
        Assert.False(other.Hub.Log.Holds(1));
        Assert.Equal(2, other.Reloads); // at the start, and now
    }

    [Fact]
    public async Task A_new_epoch_starts_when_the_database_has_lost_what_the_instances_have_read()
    {
        await one.PublishAsync("a", 11, 12);
        await one.ReadAsync();
        await other.ReadAsync();
        var before = one.Hub.Epoch;
        await server.ExecuteAsync("DELETE FROM relay; UPDATE relay_head SET last = 1"); // as from an older backup

        await other.ReadAsync();
        await one.PublishAsync("b", 13);
        await other.ReadAsync();

        Assert.NotEqual(before, one.Hub.Epoch);
        Assert.Equal(one.Hub.Epoch + "-1", other.Hub.LastEventId);
        Assert.Equal(other.Hub.LastEventId, one.Hub.LastEventId);
    }

    private async Task<RelayedInstance> StartAsync()
    {
        var instance = new RelayedInstance(server, clock);
        instances.Add(instance);
        await instance.ReadAsync();
        return instance;
    }
}
