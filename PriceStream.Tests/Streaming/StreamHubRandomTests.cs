using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Streaming;

/// <summary>Random runs of the hub: clients subscribe, stall, are cut in the middle of a frame and come back while it publishes.</summary>
public sealed class StreamHubRandomTests
{
    private static readonly int[]?[] Topics = [null, [1], [2, 3, 3], [5, 1], [8, 7, 6, 5, 4, 3, 2, 1]];

    private static readonly Gen<List<(Step Step, int Number, HashSet<int> Topics)>> Runs = Gen.Select(
        Gen.Frequency(
            (4, Gen.Const(Step.Publish)),
            (2, Gen.Const(Step.PublishMore)),
            (1, Gen.Const(Step.Stall)),
            (1, Gen.Const(Step.GoOn)),
            (2, Gen.Const(Step.CutAndReturn)),
            (1, Gen.Const(Step.Subscribe))),
        Gen.Int[0, 1000],
        Gen.Int[1, 8].HashSet[1, 8]).List[1, 80];

    private readonly FakeTimeProvider clock = new();
    private readonly List<(PipeClient Client, int From)> clients = [];
    private readonly List<(int Topic, int Value)> published = [];
    private TopicValues values = new();

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
    public void Every_client_ends_with_the_newest_state_and_one_that_never_stalls_gets_every_message_once_in_order() =>
        Run(new SseOptions(), (client, expected) =>
        {
            Assert.DoesNotContain(client.Events, e => e.Name == "resync");
            if (!client.HasStalled)
            {
                Assert.Equal(expected, client.Received);
            }
        });

    [Fact]
    public void A_client_that_falls_behind_the_replay_buffer_gets_a_resync_and_ends_with_the_newest_state() =>
        Run(new SseOptions { ReplayMessages = 6 }, (client, expected) =>
        {
            if (!client.HasStalled && client.Events.All(e => e.Name != "resync"))
            {
                Assert.Equal(expected, client.Received);
            }
        });

    private void Run(SseOptions options, Action<PipeClient, IEnumerable<string>> check) => Runs.Sample(
        run =>
        {
            var hub = new StreamHub(options, clock);
            values = new();
            published.Clear();
            clients.Clear();
            clients.AddRange(Topics.Select(topics => (new PipeClient(hub, values.Snapshot, topics), 0)));
            foreach (var (step, number, topics) in run)
            {
                Take(step, number, topics, hub);
                clients.ForEach(one => one.Client.Read());
            }

            foreach (var (client, from) in clients)
            {
                client.Stalled = false;
                client.Read();
                Check(client, [.. published.Skip(from).Where(message => client.Topics?.Contains(message.Topic) != false)], check);
            }
        },
        threads: 1);

    private void Take(Step step, int number, HashSet<int> topics, StreamHub hub)
    {
        var client = clients[number % clients.Count].Client;
        switch (step)
        {
            case Step.Publish or Step.PublishMore:
                var batch = topics.Order().Select(topic => (topic, published.Count + topic)).ToArray();
                published.AddRange(batch);
                values.Publish(hub, batch);
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
                clients.Add((new(hub, values.Snapshot, Topics[number % Topics.Length]), published.Count));
                break;
        }
    }

    private static void Check(PipeClient client, List<(int Topic, int Value)> expected, Action<PipeClient, IEnumerable<string>> check)
    {
        check(client, expected.Select(message => $"{message.Topic}={message.Value}"));
        foreach (var newest in expected.GroupBy(message => message.Topic).Select(group => group.Last()))
        {
            var received = client.Received.Last(data => data.StartsWith($"{newest.Topic}=", StringComparison.Ordinal));
            Assert.Equal($"{newest.Topic}={newest.Value}", received);
        }
    }
}
