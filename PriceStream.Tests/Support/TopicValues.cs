using System.Text;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Support;

/// <summary>The messages of the hub's tests: a value per topic, without HTTP and without prices.</summary>
internal sealed class TopicValues
{
    private readonly SortedDictionary<int, int> current = [];

    public TopicValues() => Snapshot = new(
        new(
            "change",
            message => message.Topic,
            (output, message) => Encoding.UTF8.GetBytes($"{message.Topic}={message.Value}", output),
            (output, message) => Encoding.UTF8.GetBytes($"<b>{message.Topic}={message.Value}</b>", output)),
        topics => [.. current.Where(value => topics?.Contains(value.Key) != false).Select(value => (value.Key, value.Value))]);

    public StreamSnapshot<(int Topic, int Value)> Snapshot { get; }

    public void Publish(StreamHub hub, params (int Topic, int Value)[] batch)
    {
        foreach (var (topic, value) in batch)
        {
            current[topic] = value;
        }

        hub.Publish(batch, Snapshot.Format);
    }
}
