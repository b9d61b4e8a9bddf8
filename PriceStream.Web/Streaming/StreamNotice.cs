namespace PriceStream.Web.Streaming;

/// <summary>
/// An event without an id that every client gets, whatever its topics. Clients that are connected when it is published share one
/// rendering; a client that connects later gets a new one, because the data may contain the time.
/// </summary>
/// <param name="eventName">Never the name of a DOM event.</param>
/// <param name="data">Returns the event's data as it is now, as UTF-8 without a line break.</param>
public sealed class StreamNotice(string eventName, Func<byte[]> data)
{
    /// <summary>The frame as it was when the notice was published.</summary>
    internal byte[] Published { get; } = StreamFrames.RenderNotice(eventName, data());

    /// <summary>The frame as it is now.</summary>
    internal byte[] RenderNow() => StreamFrames.RenderNotice(eventName, data());
}
