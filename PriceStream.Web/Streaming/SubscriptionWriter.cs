using System.Buffers;
using System.IO.Pipelines;

namespace PriceStream.Web.Streaming;

/// <summary>
/// Writes to one subscription at a time, which <see cref="Open"/> selects, and counts what it writes. Every loop has one writer.
/// </summary>
internal sealed partial class SubscriptionWriter(StreamMetrics metrics, TimeProvider clock, ILogger logger) : IBufferWriter<byte>
{
    private StreamSubscription subscription = null!;
    private PipeWriter output = null!;
    private StreamCounts counts;

    /// <summary>Bytes written since <see cref="Open"/>.</summary>
    public long Written { get; private set; }

    public void Open(StreamSubscription next)
    {
        subscription = next;
        output = next.Output;
        Written = 0;
    }

    /// <summary>Writes the messages of a batch that the client lacks.</summary>
    public void WriteNew(StreamBatch batch, long after) =>
        counts.Delivered += batch.Write(this, after, subscription.Topics, subscription.Html);

    /// <summary>Writes the messages of a batch that a returning client missed.</summary>
    public void WriteReplay(StreamBatch batch, long after)
    {
        var written = batch.Write(this, after, subscription.Topics, subscription.Html);
        counts.Delivered += written;
        counts.Replayed += written;
    }

    /// <summary>Writes the newest messages of a slow client's topics.</summary>
    public void WriteConflated(Conflation conflation, List<StreamBatch> missed, long after)
    {
        var (written, conflated) = conflation.Write(this, missed, after, subscription.Topics, subscription.Html);
        counts.Delivered += written;
        counts.Conflated += conflated;
    }

    /// <param name="id">The newest event id in the current state.</param>
    public void WriteResync(string id, ResyncJson resync)
    {
        subscription.Resync(this, subscription.Topics, subscription.Html, id, resync);
        counts.Resyncs++;
    }

    /// <summary>Writes the newest notice unless the client has it.</summary>
    public void WriteNotice(StreamNotice? notice)
    {
        if (notice is null || subscription.LastNotice == notice)
        {
            return;
        }

        this.Write(subscription.LastNotice is null ? notice.RenderNow() : notice.Published);
        subscription.MarkNotified(notice);
    }

    /// <summary>Sends what was written since <see cref="Open"/>. Until the client has read it, the subscription is flushing.</summary>
    public void Flush()
    {
        if (Written == 0)
        {
            return;
        }

        counts.Bytes += Written;
        var flush = output.FlushAsync(CancellationToken.None);
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result; // returns the object behind the ValueTask to its pool
            return;
        }

        subscription.BeginFlush(clock.Elapsed());
        _ = AwaitAsync(subscription, flush);
    }

    public void CountCut() => counts.Cut++;

    /// <summary>Adds what was counted to the metrics.</summary>
    public void ReportCounts()
    {
        metrics.Add(counts);
        counts = default;
    }

    void IBufferWriter<byte>.Advance(int count)
    {
        Written += count;
        output.Advance(count);
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => output.GetMemory(sizeHint);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => output.GetSpan(sizeHint);

    // Rare: the client has not read the previous write.
    private async Task AwaitAsync(StreamSubscription flushing, ValueTask<FlushResult> flush)
    {
        try
        {
            await flush;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogFailure(exception); // the connection is broken, and the signal Gone is on its way
        }

        flushing.Post(StreamSignal.Flushed);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Sending to a stream failed")]
    private partial void LogFailure(Exception exception);
}
