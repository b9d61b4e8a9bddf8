using System.Buffers;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>How ticks of <typeparamref name="T"/> travel between instances, and what becomes of one that arrives.</summary>
/// <param name="Name">Names what is streamed: instances with the same name share it.</param>
/// <param name="Write">Writes a tick's messages.</param>
/// <param name="Read">Reads what <paramref name="Write"/> has written.</param>
/// <param name="Accept">Takes messages, and what the publisher says of its own state, into this instance's memory; gives the notice that tells clients of that state.</param>
/// <param name="ReloadAsync">Brings this instance's memory up to date by another way, because ticks have passed it by.</param>
public sealed record RelayFormat<T>(
    string Name,
    Action<IBufferWriter<byte>, IReadOnlyList<T>> Write,
    Func<ReadOnlyMemory<byte>, IReadOnlyList<T>> Read,
    Func<IReadOnlyList<T>, ReadOnlyMemory<byte>, StreamNotice> Accept,
    Func<CancellationToken, Task> ReloadAsync);
