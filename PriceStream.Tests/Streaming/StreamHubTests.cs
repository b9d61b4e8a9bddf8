using System.Buffers;
using System.Net.ServerSentEvents;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Streaming;

/// <summary>The log and its cursors, without HTTP.</summary>
public sealed class StreamHubTests
{
    private static readonly StreamFormat<(int Topic, int Value)> Format =
        new("change", message => message.Topic, (output, message) => Encoding.UTF8.GetBytes($"{message.Topic}={message.Value}", output));

    /// <summary>A step of the property test: a tick on some topics, or a client that reads, goes, or comes back with its last id.</summary>
    private enum Step
    {
        Publish,
        Read,
        Return,
    }

    [Fact]
    public void Every_client_gets_its_messages_each_once_in_order_across_reconnects()
    {
        var steps = Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 3], Gen.Int[1, 5].HashSet[1, 5]).List[1, 60];
        steps.Sample(run =>
        {
            var hub = new StreamHub(new SseOptions(), new FakeTimeProvider());
            int[]?[] topics = [null, [1], [2, 3], [5, 1]];
            var clients = topics.Select(asked => new Client(hub, asked)).ToArray();
            var published = new List<(int Topic, int Value)>();
            foreach (var (step, who, touched) in run)
            {
                switch (step)
                {
                    case Step.Publish:
                        var tick = touched.Select(topic => (topic, published.Count + topic)).ToList();
                        published.AddRange(tick);
                        hub.Publish(tick, Format);
                        break;
                    case Step.Read:
                        clients[who].Read();
                        break;
                    case Step.Return:
                        clients[who].Return();
                        break;
                }
            }

            for (var client = 0; client < clients.Length; client++)
            {
                clients[client].Read();
                Assert.Equal(published.Where(message => topics[client]?.Contains(message.Topic) != false).Select(message => $"{message.Topic}={message.Value}"), clients[client].Received);
            }
        });
    }

    [Fact]
    public void A_slow_client_that_the_log_has_overtaken_gets_the_newest_of_every_topic()
    {
        var hub = new StreamHub(new SseOptions { ReplayMessages = 10 }, new FakeTimeProvider());
        var client = new Client(hub, [1, 2]);
        for (var value = 0; value < 50; value++)
        {
            hub.Publish([(1, value), (2, value)], Format);
        }

        client.Current = [(1, 49), (2, 49)];
        client.Read();
        hub.Publish([(1, 50)], Format);
        client.Read();

        Assert.Equal(["1=49", "2=49", "1=50"], client.Received);
    }

    [Theory]
    [InlineData(100, 3)]
    [InlineData(100, 40)]
    public void The_log_is_bounded(int limit, int tick)
    {
        var hub = new StreamHub(new SseOptions { ReplayMessages = limit }, new FakeTimeProvider());
        for (var round = 0; round < 200; round++)
        {
            hub.Publish([.. Enumerable.Range(1, tick).Select(topic => (topic, round))], Format);
        }

        Assert.False(hub.TryReadAfter(hub.Last - limit - 1, out _));
        Assert.True(hub.TryReadAfter(hub.Last - limit + tick, out _));
    }

    [Fact]
    public void Ids_of_the_future_of_another_epoch_and_nonsense_are_not_known()
    {
        var hub = new StreamHub(new SseOptions(), new FakeTimeProvider());
        hub.Publish([(1, 1)], Format);

        Assert.Equal(1, hub.NumberOf(hub.LastEventId));
        Assert.False(hub.TryReadAfter(2, out _));
        Assert.All(["", "-", "x", "00000000-1", hub.Epoch, hub.Epoch + "-", hub.Epoch + "--1", hub.Epoch + "-99999999999999999999", new string('9', 1 << 20)], id => Assert.Null(hub.NumberOf(id)));
    }

    private sealed class Client
    {
        private readonly StreamHub hub;
        private readonly int[]? topics;
        private StreamSubscription<(int, int)> subscription;
        private string? lastId;

        public Client(StreamHub hub, int[]? topics)
        {
            (this.hub, this.topics) = (hub, topics);
            subscription = Start();
        }

        public List<string> Received { get; } = [];
        public IReadOnlyList<(int, int)> Current { get; set; } = [];

        public void Read() => Take(output => subscription.WritePending(output));

        /// <summary>Goes away without reading the rest, and comes back with the last id it has seen.</summary>
        public void Return() => subscription = Start();

        private StreamSubscription<(int, int)> Start()
        {
            var next = new StreamSubscription<(int, int)>(hub, new(Format, _ => Current), topics, html: false);
            Take(output => next.Start(output, lastId, "me", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1)));
            return next;
        }

        private void Take(Action<IBufferWriter<byte>> write)
        {
            var output = new ArrayBufferWriter<byte>();
            write(output);
            var parser = SseParser.Create(new MemoryStream(output.WrittenMemory.ToArray()));
            foreach (var item in parser.Enumerate())
            {
                if (item.EventType == "change")
                {
                    Received.Add(item.Data);
                }
            }

            lastId = parser.LastEventId is { Length: > 0 } id ? id : lastId;
        }
    }
}
