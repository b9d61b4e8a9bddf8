using System.Buffers;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>How batches of <typeparamref name="T"/> travel between instances, and how an instance takes in one that arrives.</summary>
/// <param name="Name">Names what is streamed: instances with the same name share it.</param>
/// <param name="Write">Serialises a batch.</param>
/// <param name="Read">Reads what <paramref name="Write"/> has written.</param>
/// <param name="Apply">
/// Puts a batch, and the publisher's state that came with it, into this instance's memory: once per batch, before clients get it. Returns
/// the notice that reports that state to clients.
/// </param>
/// <param name="ReloadAsync">Brings this instance's memory up to date from the store, because batches were missed.</param>
public sealed record RelayFormat<T>(
    string Name,
    Action<IBufferWriter<byte>, IReadOnlyList<T>> Write,
    Func<ReadOnlyMemory<byte>, IReadOnlyList<T>> Read,
    Func<IReadOnlyList<T>, ReadOnlyMemory<byte>, StreamNotice> Apply,
    Func<CancellationToken, Task> ReloadAsync);
