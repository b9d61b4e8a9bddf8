using PriceStream.Web.Data;

namespace PriceStream.Tests.Streaming.Relay;

/// <summary>Instances share ids, order and replay through PostgreSQL.</summary>
public sealed class PostgresRelayLogTests : PostgresRelayCase
{
    [Fact]
    public async Task Every_instance_has_the_same_ids_and_each_message_once()
    {
        await One.PublishAsync("a", 11, 12);
        await One.PublishAsync("b");
        await One.PublishAsync("c", 13);
        await One.ReadAsync();
        await Other.ReadAsync();

        Assert.Equal(One.Hub.Epoch + "-3", One.Hub.LastEventId);
        Assert.Equal(One.Hub.LastEventId, Other.Hub.LastEventId);
        foreach (var instance in (RelayedInstance[])[One, Other])
        {
            Assert.Equal([11, 12, 13], instance.Applied);
            Assert.Equal(["a", "b", "c"], instance.States);
        }
    }

    [Fact]
    public async Task An_instance_that_starts_gets_the_epoch_and_the_replay_buffer()
    {
        await One.PublishAsync("a", 11, 12);

        var late = await StartAsync();

        Assert.Equal(One.Hub.LastEventId, late.Hub.LastEventId);
        Assert.True(late.Hub.Log.Holds(0));
        Assert.Equal([11, 12], late.Applied);
    }

    [Fact]
    public async Task After_a_takeover_the_ids_go_on()
    {
        await One.PublishAsync("a", 11, 12);
        await One.Lease.ReleaseAsync(TestContext.Current.CancellationToken);
        await Other.HoldAsync(Minutes);

        await Other.PublishAsync("b", 13); // it has not read yet what the other has published last
        await One.ReadAsync();

        Assert.Equal([11, 12, 13], Other.Applied);
        Assert.Equal([11, 12, 13], One.Applied);
        Assert.Equal(One.Hub.Epoch + "-3", One.Hub.LastEventId);
        Assert.Equal(One.Hub.LastEventId, Other.Hub.LastEventId);
    }

    [Fact]
    public async Task Without_the_lease_nothing_is_published()
    {
        await Assert.ThrowsAsync<LeaseLostException>(() => Other.PublishAsync("a", 11));

        Assert.Empty(Other.Applied);
        Assert.Equal(0, Other.Hub.Last);
    }

    [Fact]
    public async Task An_instance_that_was_away_for_longer_than_the_replay_window_adopts_the_log()
    {
        await One.PublishAsync("a", 11);
        await Other.ReadAsync();
        await One.PublishAsync("b", 12, 13);
        await Database.RunAsync("DELETE FROM relay");

        await Other.ReadAsync();

        Assert.Equal(One.Hub.LastEventId, Other.Hub.LastEventId);
        Assert.False(Other.Hub.Log.Holds(1));
        Assert.Equal(2, Other.Reloads); // at the start, and now
    }
}
