using System.Buffers;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>
/// Publishes to all instances through the log that they share, so that ids, order and replay are the same on all of them.
/// </summary>
public sealed class StreamRelay<T>
{
    private readonly IRelayLog log;
    private readonly RelayReader<T> reader;
    private readonly RelayFormat<T> format;

    internal StreamRelay(IRelayLog log, RelayReader<T> reader, RelayFormat<T> format) =>
        (this.log, this.reader, this.format) = (log, reader, format);

    /// <summary>
    /// Publishes a batch to all instances; when this returns, it is in this instance's log. False when another instance has taken over the
    /// lease: then nothing was published. Throws <see cref="RelayException"/> when the server does not answer.
    /// </summary>
    /// <param name="state">This instance's state, for <see cref="RelayFormat{T}.Apply"/>.</param>
    public async Task<bool> PublishAsync(IReadOnlyList<T> messages, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>();
        format.Write(bytes, messages);
        var result = await reader.AppendAsync(bytes.WrittenMemory, messages.Count, state, cancellationToken);
        if (result == RelayAppendResult.Behind)
        {
            await reader.ReadAsync(cancellationToken);
            result = await reader.AppendAsync(bytes.WrittenMemory, messages.Count, state, cancellationToken);
        }

        if (result == RelayAppendResult.Behind)
        {
            const string Reason = "refuses this instance's numbers";
            throw new RelayException($"{log.Server} {Reason}", Reason);
        }

        if (result != RelayAppendResult.Accepted)
        {
            await reader.ReadAsync(cancellationToken);
        }

        return result != RelayAppendResult.NotHolder;
    }

    /// <summary>Applies what the other instances have published. False when that failed; it is retried every second.</summary>
    public Task<bool> CatchUpAsync(CancellationToken cancellationToken) => reader.TryReadAsync(cancellationToken);
}
