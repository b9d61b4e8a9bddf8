namespace PriceStream.Web.Streaming;

/// <summary>
/// The subscriptions of a loop: all, by topic, and those to everything. Every subscription knows its index in each list, so the last
/// of a list replaces one that leaves, and ten thousand that leave at once need no search.
/// </summary>
internal sealed class SubscriptionIndex
{
    private readonly Dictionary<int, List<StreamSubscription>> byTopic = [];

    /// <summary>All subscriptions, including those that are ending. <see cref="Remove"/> moves the last one: iterate backwards.</summary>
    public List<StreamSubscription> All { get; } = [];

    /// <summary>The open subscriptions to all topics.</summary>
    public List<StreamSubscription> Everything { get; } = [];

    /// <summary>The open subscriptions to a topic; null when there is none.</summary>
    public List<StreamSubscription>? Of(int topic) => byTopic.GetValueOrDefault(topic);

    public void Add(StreamSubscription subscription)
    {
        subscription.MoveTo(All.Count);
        All.Add(subscription);
        if (subscription.Topics is not { } topics)
        {
            subscription.EnterTopics([Everything.Count]);
            Everything.Add(subscription);
            return;
        }

        var slots = new int[topics.Length];
        for (var index = 0; index < topics.Length; index++)
        {
            if (!byTopic.TryGetValue(topics[index], out var list))
            {
                byTopic.Add(topics[index], list = []);
            }

            slots[index] = list.Count;
            list.Add(subscription);
        }

        subscription.EnterTopics(slots);
    }

    /// <summary>Stops messages to the subscription, which stays in <see cref="All"/>.</summary>
    public void Unsubscribe(StreamSubscription subscription)
    {
        var slots = subscription.TopicSlots;
        if (slots.Length == 0)
        {
            return;
        }

        if (subscription.Topics is { } topics)
        {
            Unsubscribe(topics, slots);
        }
        else
        {
            RemoveAt(Everything, slots[0]).TopicSlots[0] = slots[0];
        }

        subscription.LeaveTopics();
    }

    /// <summary>Removes the subscription. A second call does nothing.</summary>
    public void Remove(StreamSubscription subscription)
    {
        Unsubscribe(subscription);
        var index = subscription.ListIndex;
        if (index < All.Count && All[index] == subscription)
        {
            RemoveAt(All, index).MoveTo(index);
        }
    }

    private void Unsubscribe(int[] topics, int[] slots)
    {
        for (var index = 0; index < topics.Length; index++)
        {
            var list = byTopic[topics[index]];
            var moved = RemoveAt(list, slots[index]);
            moved.TopicSlots[Array.BinarySearch(moved.Topics!, topics[index])] = slots[index];
            if (list.Count == 0)
            {
                byTopic.Remove(topics[index]); // clients may subscribe to ids that no item has
            }
        }
    }

    // Returns the last one, which now has this index. It may be the one removed.
    private static StreamSubscription RemoveAt(List<StreamSubscription> list, int index)
    {
        var last = list[^1];
        list[index] = last;
        list.RemoveAt(list.Count - 1);
        return last;
    }
}
