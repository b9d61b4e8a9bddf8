namespace PriceStream.Web.Streaming;

/// <summary>The data of <c>heartbeat</c>.</summary>
/// <param name="Ts">The server's time of day in Unix seconds.</param>
public sealed record HeartbeatJson(long Ts);
