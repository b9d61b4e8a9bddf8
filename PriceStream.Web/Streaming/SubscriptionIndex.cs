namespace PriceStream.Web.Streaming;

/// <summary>
/// Who wants what: the subscriptions of each topic, and those that want everything. Every subscription knows where it stands in each
/// list, so one that leaves is replaced by the list's last, and ten thousand that leave at once cost no search.
/// </summary>
internal sealed class SubscriptionIndex
{
    private readonly Dictionary<int, List<StreamSubscription>> byTopic = [];

    /// <summary>Those that want everything.</summary>
    public List<StreamSubscription> Everything { get; } = [];

    public List<StreamSubscription>? Of(int topic) => byTopic.GetValueOrDefault(topic);

    public void Add(StreamSubscription subscription)
    {
        if (subscription.Topics is not { } topics)
        {
            subscription.Slots = [Everything.Count];
            Everything.Add(subscription);
            return;
        }

        subscription.Slots = new int[topics.Length];
        for (var index = 0; index < topics.Length; index++)
        {
            if (!byTopic.TryGetValue(topics[index], out var list))
            {
                byTopic.Add(topics[index], list = []);
            }

            subscription.Slots[index] = list.Count;
            list.Add(subscription);
        }
    }

    public void Remove(StreamSubscription subscription)
    {
        if (subscription.Topics is not { } topics)
        {
            var moved = Take(Everything, subscription.Slots[0]);
            moved.Slots[0] = subscription.Slots[0];
            return;
        }

        for (var index = 0; index < topics.Length; index++)
        {
            var list = byTopic[topics[index]];
            var moved = Take(list, subscription.Slots[index]);
            moved.Slots[Array.BinarySearch(moved.Topics!, topics[index])] = subscription.Slots[index];
            if (list.Count == 0)
            {
                byTopic.Remove(topics[index]); // ids that nobody ever has are asked for, too
            }
        }
    }

    // The one that stood last and now stands at the slot; it may be the one taken.
    private static StreamSubscription Take(List<StreamSubscription> list, int slot)
    {
        var last = list[^1];
        list[slot] = last;
        list.RemoveAt(list.Count - 1);
        return last;
    }
}
