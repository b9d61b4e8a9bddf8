using System.Buffers;

namespace PriceStream.Web.Streaming;

/// <summary>The wire format of messages of type <typeparamref name="T"/>.</summary>
/// <param name="EventName">The name of the events; never that of a DOM event.</param>
/// <param name="Topic">Returns what clients filter by.</param>
/// <param name="WriteData">Writes the event's data as UTF-8 without a line break.</param>
/// <param name="WriteFragment">Writes the HTML that patches a page, as UTF-8 without a line break; null when pages get none.</param>
public sealed record StreamFormat<T>(
    string EventName,
    Func<T, int> Topic,
    Action<IBufferWriter<byte>, T> WriteData,
    Action<IBufferWriter<byte>, T>? WriteFragment = null);
