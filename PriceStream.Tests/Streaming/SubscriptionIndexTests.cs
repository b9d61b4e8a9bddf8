using System.IO.Pipelines;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Streaming;

/// <summary>The lists of subscriptions that a loop keeps.</summary>
public sealed class SubscriptionIndexTests
{
    private readonly SubscriptionIndex index = new();
    private readonly TopicValues values = new();

    [Fact]
    public void Thousands_of_clients_that_leave_at_once_leave_nothing_behind()
    {
        var clients = Enumerable.Range(0, 10_000)
            .Select(number => Client(number % 100 == 0 ? null : [.. Enumerable.Range(number % 20, 30)])).ToList();
        clients.ForEach(index.Add);
        Assert.Equal(10_000, index.All.Count);
        Assert.Equal(100, index.Everything.Count);

        foreach (var client in clients.Where((_, number) => number % 3 != 0).Concat(clients.Where((_, number) => number % 3 == 0)))
        {
            index.Remove(client);
        }

        Assert.Empty(index.All);
        Assert.Empty(index.Everything);
        Assert.All(Enumerable.Range(0, 60), topic => Assert.Null(index.Of(topic)));
    }

    [Fact]
    public void Removing_a_subscription_twice_removes_no_other()
    {
        var (one, other) = (Client([1]), Client([1]));
        index.Add(one);
        index.Add(other);

        index.Unsubscribe(one);
        index.Remove(one);
        index.Remove(one);

        Assert.Equal([other], index.All);
        Assert.Equal([other], index.Of(1));
    }

    private StreamSubscription Client(int[]? topics) =>
        new(new Pipe().Writer, topics, html: false, lastEventId: null, values.Snapshot.WriteResync, () => { });
}
