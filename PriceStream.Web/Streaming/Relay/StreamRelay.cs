using System.Buffers;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>
/// Publishes to all instances through a Redis Stream. Redis numbers the messages, and every instance reads its log from there, including
/// the publisher, so that ids, order and replay are the same on all of them.
/// </summary>
public sealed class StreamRelay<T>
{
    private readonly RelayStream stream;
    private readonly RelayReader<T> reader;
    private readonly RelayFormat<T> format;

    internal StreamRelay(RelayStream stream, RelayReader<T> reader, RelayFormat<T> format) =>
        (this.stream, this.reader, this.format) = (stream, reader, format);

    /// <summary>
    /// Publishes a batch to all instances; when this returns, it is in this instance's log. False when another instance has taken over the
    /// lease: then nothing was published. Throws <see cref="RelayException"/> when Redis does not answer.
    /// </summary>
    /// <param name="state">This instance's state, for <see cref="RelayFormat{T}.Apply"/>.</param>
    public async Task<bool> PublishAsync(IReadOnlyList<T> messages, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>();
        format.Write(bytes, messages);
        var result = await stream.AppendAsync(messages.Count, bytes.WrittenMemory, state);
        if (result == RelayAppendResult.NotJoined)
        {
            await reader.ReadAsync(cancellationToken);
            result = await stream.AppendAsync(messages.Count, bytes.WrittenMemory, state);
        }

        await reader.ReadAsync(cancellationToken);
        return result == RelayAppendResult.Appended;
    }

    /// <summary>Applies what the other instances have published. False when that failed; it is retried every second.</summary>
    public Task<bool> CatchUpAsync(CancellationToken cancellationToken) => reader.TryReadAsync(cancellationToken);
}
