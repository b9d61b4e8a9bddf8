namespace PriceStream.Web.Streaming;

/// <summary>Collects signals from other threads until the loop takes them. Two lists swap, so that no round allocates one.</summary>
internal sealed class StreamInbox
{
    private readonly Lock gate = new();
    private List<(StreamSubscription Subscription, StreamSignal Signal)> incoming = [];

    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return incoming.Count == 0;
            }
        }
    }

    /// <summary>The signals of the last <see cref="Take"/>, in order of arrival. Only the loop reads it.</summary>
    public List<(StreamSubscription Subscription, StreamSignal Signal)> Taken { get; private set; } = [];

    public void Add(StreamSubscription subscription, StreamSignal signal)
    {
        lock (gate)
        {
            incoming.Add((subscription, signal));
        }
    }

    public void Take()
    {
        Taken.Clear();
        lock (gate)
        {
            (incoming, Taken) = (Taken, incoming);
        }
    }
}
