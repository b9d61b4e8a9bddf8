using System.Buffers;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>How batches of <typeparamref name="T"/> are serialised for other instances, and how an instance applies one.</summary>
/// <param name="Name">The name of the stream: instances with the same name share it.</param>
/// <param name="Write">Serialises a batch.</param>
/// <param name="Read">The inverse of <paramref name="Write"/>.</param>
/// <param name="Apply">
/// Applies a batch and the publisher's state to this instance's memory, once per batch, before clients get it. Returns the notice that
/// reports that state to clients.
/// </param>
/// <param name="ReloadAsync">Reloads this instance's memory from the store, because batches were missed.</param>
public sealed record RelayFormat<T>(
    string Name,
    Action<IBufferWriter<byte>, IReadOnlyList<T>> Write,
    Func<ReadOnlyMemory<byte>, IReadOnlyList<T>> Read,
    Func<IReadOnlyList<T>, ReadOnlyMemory<byte>, StreamNotice> Apply,
    Func<CancellationToken, Task> ReloadAsync);
