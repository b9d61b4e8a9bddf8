using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Streaming;

/// <summary>The hub and the loops that write, without HTTP. Everything runs on the test's thread.</summary>
public sealed class StreamHubTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly TopicValues values = new();

    [Fact]
    public void A_slow_client_gets_the_newest_message_of_every_topic_in_publishing_order()
    {
        var hub = new StreamHub(new SseOptions(), clock);
        var client = new PipeClient(hub, values.Snapshot, [1, 2, 3], html: true) { Stalled = true };
        for (var value = 0; value < 50; value++)
        {
            values.Publish(hub, (1, value), (2, value));
        }

        values.Publish(hub, (1, 50));
        client.Stalled = false;
        client.Read();
        values.Publish(hub, (3, 51));
        client.Read();

        // The first batches fill the pipe; the rest is one frame of fragments and one message per topic.
        var events = client.Events.SkipWhile(e => e.Data != "2=49").ToList();
        Assert.Equal(["2=49", "1=50", "<b>3=51</b>", "3=51"], events.Select(e => e.Data));
        Assert.Contains("<b>2=49</b>\n<b>1=50</b>", client.Events.Select(e => e.Data));
        Assert.True(client.Events.Count < 20);
    }

    [Fact]
    public void Only_a_client_that_reads_nothing_for_thirty_seconds_is_disconnected()
    {
        var hub = new StreamHub(new SseOptions(), clock);
        var dead = new PipeClient(hub, values.Snapshot, topics: null) { Stalled = true };
        var alive = new PipeClient(hub, values.Snapshot, topics: null);
        for (var second = 0; second < 30; second++)
        {
            Assert.False(dead.Aborted);
            values.Publish(hub, (1, second), (2, second), (3, second), (4, second), (5, second), (6, second));
            alive.Read();
            clock.Advance(TimeSpan.FromSeconds(1));
            hub.Sweep();
        }

        Assert.True(dead.Aborted);
        dead.Subscription.Leave();
        Assert.True(dead.Subscription.Ended.IsCompleted);
        Assert.False(alive.Aborted);
        Assert.Equal(30 * 6, alive.Received.Count());
    }

    [Fact]
    public void An_exception_ends_only_the_stream_that_caused_it()
    {
        var hub = new StreamHub(new SseOptions(), clock);
        var before = new PipeClient(hub, values.Snapshot, topics: null);
        var aborted = 0;
        ResyncWriter throws = (_, _, _, _, _) => throw new InvalidOperationException();
        var broken = new StreamSubscription(
            new Pipe().Writer, topics: null, html: false, lastEventId: "nonsense", throws, () => aborted++);
        hub.Add(broken);
        // A third client, so that both loops have one.
        hub.Add(new(new Pipe().Writer, topics: null, html: false, lastEventId: null, values.Snapshot.WriteResync, () => { }));
        var after = new PipeClient(hub, values.Snapshot, topics: null);

        values.Publish(hub, (1, 1));
        before.Read();
        after.Read();

        Assert.Equal(1, aborted);
        Assert.True(broken.Ended.IsCompleted);
        Assert.Equal(["1=1"], before.Received);
        Assert.Equal(["1=1"], after.Received);
    }

    [Fact]
    public void When_the_epoch_changes_every_client_gets_one_resync_and_the_current_state()
    {
        var hub = new StreamHub(new SseOptions(), clock);
        var reading = new PipeClient(hub, values.Snapshot, [1]);
        var stalled = new PipeClient(hub, values.Snapshot, topics: null) { Stalled = true };
        values.Publish(hub, (1, 1), (2, 1), (3, 1), (4, 1), (5, 1));
        reading.Read();

        hub.Adopt(new ReplayBuffer("another1", 40, new SseOptions()), null);
        values.Publish(hub, (1, 2));
        stalled.Stalled = false;
        foreach (var client in (PipeClient[])[reading, stalled])
        {
            client.Read();
            var resync = Assert.Single(client.Events, e => e.Name == "resync");
            Assert.Equal("""{"reason":"new epoch","missed_seconds":null}""", resync.Data);
            Assert.Equal("another1-41", client.Events[^1].Id);
            Assert.Contains("1=2", client.Received);
        }
    }

    [Fact]
    public void A_client_that_returns_too_late_is_sent_how_long_it_was_away()
    {
        var hub = new StreamHub(new SseOptions { ReplayWindow = TimeSpan.FromMinutes(2) }, clock);
        for (var minute = 0; minute < 20; minute++)
        {
            values.Publish(hub, (1, minute));
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        var client = new PipeClient(hub, values.Snapshot, topics: null, lastEventId: hub.Log.IdOf(6));
        client.Read();

        Assert.Equal(["connected", "resync", "change"], client.Events.Select(e => e.Name));
        Assert.Equal("""{"reason":"too long ago","missed_seconds":900}""", client.Events[1].Data);
        Assert.Equal(hub.LastEventId, client.Events[2].Id);
    }

    [Fact]
    public void A_long_backlog_is_replayed_completely_before_new_messages()
    {
        var hub = new StreamHub(new SseOptions(), clock);
        for (var value = 0; value < 3000; value++)
        {
            values.Publish(hub, (1, value), (2, value));
        }

        var client = new PipeClient(hub, values.Snapshot, topics: null, lastEventId: hub.Log.IdOf(0)) { Stalled = true };
        values.Publish(hub, (1, 3000));
        client.Stalled = false;
        client.Read();

        Assert.Equal(6001, client.Received.Count());
        Assert.Equal("1=3000", client.Received.Last());
        var ofOne = client.Received.Where(data => data.StartsWith("1=", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, 3001), ofOne.Select(data => int.Parse(data[2..])));
    }
}
