using System.Collections.Concurrent;
using System.Threading.Channels;

namespace PriceStream.Web.Items.Icons;

/// <summary>The items whose pictures visitors wait for. An item that does not fit is asked for again with its next view.</summary>
public sealed class WantedIcons
{
    internal const int Most = 1000;

    private readonly Channel<int> queue = Channel.CreateBounded<int>(Most);
    private readonly ConcurrentDictionary<int, bool> queued = new();

    /// <summary>Items that wait or are being fetched.</summary>
    public int Count => queued.Count;

    public void Add(int itemId)
    {
        if (queued.TryAdd(itemId, true) && !queue.Writer.TryWrite(itemId))
        {
            Done(itemId);
        }
    }

    public IAsyncEnumerable<int> ReadAllAsync(CancellationToken cancellationToken) => queue.Reader.ReadAllAsync(cancellationToken);

    /// <summary>The item may be queued again.</summary>
    public void Done(int itemId) => queued.TryRemove(itemId, out _);
}
