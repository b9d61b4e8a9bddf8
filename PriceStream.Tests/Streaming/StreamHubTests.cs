using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Streaming;

/// <summary>The log, its cursors and the loops that write, without HTTP. Everything runs on the test's thread.</summary>
public sealed class StreamHubTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly SortedDictionary<int, int> state = [];
    private readonly StreamSnapshot<(int Topic, int Value)> source;

    public StreamHubTests() => source = new(
        new("change", message => message.Topic, (output, message) => Encoding.UTF8.GetBytes($"{message.Topic}={message.Value}", output),
            (output, message) => Encoding.UTF8.GetBytes($"<b>{message.Topic}={message.Value}</b>", output)),
        topics => [.. state.Where(message => topics?.Contains(message.Key) != false).Select(message => (message.Key, message.Value))]);

    /// <summary>A step of the property test: a tick on some topics, or what one of the clients does.</summary>
    private enum Step
    {
        Publish,
        PublishMore,
        Stall,
        GoOn,
        CutAndReturn,
        Subscribe,
    }

    [Fact]
    public void Every_client_ends_with_the_newest_state_and_without_stalls_gets_every_message_once_in_order_across_reconnects() =>
        Run(new SseOptions(), (client, expected, _) =>
        {
            Assert.DoesNotContain(client.Events, e => e.Name == "resync");
            if (!client.HasStalled)
            {
                Assert.Equal(expected, client.Received);
            }
        });

    [Fact]
    public void A_client_that_the_log_has_overtaken_is_told_so_and_ends_with_the_newest_state() =>
        Run(new SseOptions { ReplayMessages = 6 }, (client, expected, _) =>
        {
            if (!client.HasStalled && client.Events.All(e => e.Name != "resync"))
            {
                Assert.Equal(expected, client.Received);
            }
        });

    [Fact]
    public void A_slow_client_gets_the_newest_of_every_topic_in_the_order_of_the_log()
    {
        var hub = new StreamHub(new SseOptions(), clock);
        var client = new PipeClient(hub, source, [1, 2, 3], html: true) { Stalled = true };
        for (var value = 0; value < 50; value++)
        {
            Publish(hub, (1, value), (2, value));
        }

        Publish(hub, (1, 50));
        client.Stalled = false;
        client.Read();
        Publish(hub, (3, 51));
        client.Read();

        // The first ticks fill the pipe; the rest is one frame of fragments and one message a topic.
        var events = client.Events.SkipWhile(e => e.Data != "2=49").ToList();
        Assert.Equal(["2=49", "1=50", "<b>3=51</b>", "3=51"], events.Select(e => e.Data));
        Assert.Contains("<b>2=49</b>\n<b>1=50</b>", client.Events.Select(e => e.Data));
        Assert.True(client.Events.Count < 20);
    }

    [Fact]
    public void A_client_that_reads_nothing_for_thirty_seconds_is_cut_and_no_other()
    {
        var hub = new StreamHub(new SseOptions(), clock);
        var (dead, alive) = (new PipeClient(hub, source, null) { Stalled = true }, new PipeClient(hub, source, null));
        for (var second = 0; second < 30; second++)
        {
            Assert.False(dead.Aborted);
            Publish(hub, (1, second), (2, second), (3, second), (4, second), (5, second), (6, second));
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
    public void A_new_epoch_is_told_to_every_client_once_and_the_state_follows()
    {
        var hub = new StreamHub(new SseOptions(), clock);
        var (reading, stalled) = (new PipeClient(hub, source, [1]), new PipeClient(hub, source, null) { Stalled = true });
        Publish(hub, (1, 1), (2, 1), (3, 1), (4, 1), (5, 1));
        reading.Read();

        hub.Adopt(new ReplayBuffer("another1", 40, new SseOptions()), null);
        Publish(hub, (1, 2));
        stalled.Stalled = false;
        foreach (var client in (PipeClient[])[reading, stalled])
        {
            client.Read();
            Assert.Equal("""{"reason":"new epoch","missed_seconds":null}""", Assert.Single(client.Events, e => e.Name == "resync").Data);
            Assert.Equal("another1-41", client.Events[^1].Id);
            Assert.Contains("1=2", client.Received);
        }
    }

    [Fact]
    public void Who_comes_back_too_late_is_told_for_how_long_it_was_away()
    {
        var hub = new StreamHub(new SseOptions { ReplayWindow = TimeSpan.FromMinutes(2) }, clock);
        for (var minute = 0; minute < 20; minute++)
        {
            Publish(hub, (1, minute));
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        var client = new PipeClient(hub, source, null, hub.Log.IdOf(6));
        client.Read();

        Assert.Equal(["connected", "resync", "change"], client.Events.Select(e => e.Name));
        Assert.Equal("""{"reason":"too long ago","missed_seconds":900}""", client.Events[1].Data);
        Assert.Equal(hub.LastEventId, client.Events[2].Id);
    }

    [Fact]
    public void A_long_past_is_replayed_whole_and_what_is_published_meanwhile_comes_after_it()
    {
        var hub = new StreamHub(new SseOptions(), clock);
        for (var value = 0; value < 3000; value++)
        {
            Publish(hub, (1, value), (2, value));
        }

        var client = new PipeClient(hub, source, null, hub.Log.IdOf(0)) { Stalled = true };
        Publish(hub, (1, 3000));
        client.Stalled = false;
        client.Read();

        Assert.Equal(6001, client.Received.Count());
        Assert.Equal("1=3000", client.Received.Last());
        Assert.Equal(Enumerable.Range(0, 3001), client.Received.Where(data => data.StartsWith("1=", StringComparison.Ordinal)).Select(data => int.Parse(data[2..])));
    }

    [Theory]
    [InlineData(100, 3)]
    [InlineData(100, 40)]
    public void The_log_is_bounded(int limit, int tick)
    {
        var hub = new StreamHub(new SseOptions { ReplayMessages = limit }, clock);
        for (var round = 0; round < 200; round++)
        {
            Publish(hub, [.. Enumerable.Range(1, tick).Select(topic => (topic, round))]);
        }

        Assert.False(hub.Log.Holds(hub.Last - limit - 1));
        Assert.True(hub.Log.Holds(hub.Last - limit + tick));
    }

    [Fact]
    public void Ids_of_the_future_of_another_epoch_and_nonsense_are_not_known()
    {
        var hub = new StreamHub(new SseOptions(), clock);
        Publish(hub, (1, 1));

        Assert.Equal(1, hub.Log.NumberOf(hub.LastEventId));
        Assert.All(
            ["", "-", "x", "00000000-1", hub.Epoch, hub.Epoch + "-", hub.Epoch + "--1", hub.Epoch + "-2", hub.Epoch + "-99999999999999999999", new string('9', 1 << 20)],
            id => Assert.Null(hub.Log.NumberOf(id)));
    }

    [Fact]
    public void Ten_thousand_clients_that_leave_at_once_leave_nothing_behind()
    {
        var index = new SubscriptionIndex();
        var clients = Enumerable.Range(0, 10_000).Select(number => new StreamSubscription(
            new System.IO.Pipelines.Pipe().Writer, number % 100 == 0 ? null : [.. Enumerable.Range(number % 20, 30)], false, null, source.WriteResync, () => { })).ToList();
        clients.ForEach(index.Add);
        Assert.Equal(100, index.Everything.Count);

        foreach (var client in clients.Where((_, number) => number % 3 != 0).Concat(clients.Where((_, number) => number % 3 == 0)))
        {
            index.Remove(client);
        }

        Assert.Empty(index.Everything);
        Assert.All(Enumerable.Range(0, 60), topic => Assert.Null(index.Of(topic)));
    }

    private void Publish(StreamHub hub, params (int Topic, int Value)[] tick)
    {
        foreach (var (topic, value) in tick)
        {
            state[topic] = value;
        }

        hub.Publish(tick, source.Format);
    }

    private void Run(SseOptions options, Action<PipeClient, IEnumerable<string>, StreamHub> check)
    {
        var steps = Gen.Select(Gen.Frequency((4, Gen.Const(Step.Publish)), (2, Gen.Const(Step.PublishMore)), (1, Gen.Const(Step.Stall)), (1, Gen.Const(Step.GoOn)), (2, Gen.Const(Step.CutAndReturn)), (1, Gen.Const(Step.Subscribe))),
            Gen.Int[0, 1000], Gen.Int[1, 8].HashSet[1, 8]).List[1, 80];
        steps.Sample(run =>
        {
            state.Clear();
            var hub = new StreamHub(options, clock);
            var published = new List<(int Topic, int Value)>();
            var clients = new List<(PipeClient Client, int From)>();
            int[]?[] topics = [null, [1], [2, 3, 3], [5, 1], [8, 7, 6, 5, 4, 3, 2, 1]];
            foreach (var asked in topics)
            {
                clients.Add((new(hub, source, asked), 0));
            }

            foreach (var (step, number, touched) in run)
            {
                var client = clients[number % clients.Count].Client;
                switch (step)
                {
                    case Step.Publish or Step.PublishMore:
                        var tick = touched.Order().Select(topic => (topic, published.Count + topic)).ToArray();
                        published.AddRange(tick);
                        Publish(hub, tick);
                        break;
                    case Step.Stall:
                        client.Stalled = true;
                        break;
                    case Step.GoOn:
                        client.Stalled = false;
                        break;
                    case Step.CutAndReturn:
                        client.Return(cutAfter: number);
                        break;
                    case Step.Subscribe:
                        clients.Add((new(hub, source, topics[number % topics.Length]), published.Count));
                        break;
                }

                clients.ForEach(one => one.Client.Read());
            }

            foreach (var (client, from) in clients)
            {
                client.Stalled = false;
                client.Read();
                var expected = published.Skip(from).Where(message => client.Topics?.Contains(message.Topic) != false).ToList();
                check(client, expected.Select(message => $"{message.Topic}={message.Value}"), hub);
                foreach (var newest in expected.GroupBy(message => message.Topic).Select(group => group.Last()))
                {
                    Assert.Equal($"{newest.Topic}={newest.Value}", client.Received.Last(data => data.StartsWith($"{newest.Topic}=", StringComparison.Ordinal)));
                }
            }
        }, threads: 1);
    }
}
