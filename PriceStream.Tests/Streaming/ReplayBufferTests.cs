using Microsoft.Extensions.Time.Testing;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Streaming;

/// <summary>The log of an epoch: its limits and its ids.</summary>
public sealed class ReplayBufferTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly TopicValues values = new();

    [Theory]
    [InlineData(100, 3)]
    [InlineData(100, 40)]
    public void The_replay_buffer_is_bounded(int limit, int batch)
    {
        var hub = new StreamHub(new SseOptions { ReplayMessages = limit }, clock);
        for (var round = 0; round < 200; round++)
        {
            values.Publish(hub, [.. Enumerable.Range(1, batch).Select(topic => (topic, round))]);
        }

        Assert.False(hub.Log.Holds(hub.Last - limit - 1));
        Assert.True(hub.Log.Holds(hub.Last - limit + batch));
    }

    [Fact]
    public void Ids_from_the_future_from_another_epoch_and_malformed_ids_are_unknown()
    {
        var hub = new StreamHub(new SseOptions(), clock);
        values.Publish(hub, (1, 1));
        var epoch = hub.Epoch;

        Assert.Equal(1, hub.Log.NumberOf(hub.LastEventId));
        Assert.All(
            [
                "", "-", "x", "00000000-1", epoch, epoch + "-", epoch + "--1", epoch + "-2", epoch + "-99999999999999999999",
                new string('9', 1 << 20),
            ],
            id => Assert.Null(hub.Log.NumberOf(id)));
    }
}
