using System.Collections.Concurrent;
using System.Threading.Channels;

namespace PriceStream.Web.Items.Icons;

/// <summary>The pictures that visitors wait for. One that does not fit is asked for again with its next view.</summary>
public sealed class WantedIcons
{
    internal const int Most = 1000;

    private readonly Channel<WantedIcon> queue = Channel.CreateBounded<WantedIcon>(Most);
    private readonly ConcurrentDictionary<string, bool> queued = new();

    /// <summary>Pictures that wait or are being fetched.</summary>
    public int Count => queued.Count;

    public void Add(WantedIcon wanted)
    {
        if (queued.TryAdd(wanted.Icon, true) && !queue.Writer.TryWrite(wanted))
        {
            Done(wanted);
        }
    }

    public IAsyncEnumerable<WantedIcon> ReadAllAsync(CancellationToken cancellationToken) => queue.Reader.ReadAllAsync(cancellationToken);

    /// <summary>The picture may be queued again.</summary>
    public void Done(WantedIcon wanted) => queued.TryRemove(wanted.Icon, out _);
}
