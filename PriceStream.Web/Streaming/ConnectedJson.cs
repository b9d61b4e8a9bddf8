namespace PriceStream.Web.Streaming;

/// <summary>The data of <c>connected</c>, the first event of a stream.</summary>
/// <param name="LastEventId">The id of the newest message.</param>
public sealed record ConnectedJson(string ClientId, int HeartbeatSeconds, string LastEventId);
