namespace PriceStream.Web.Streaming.Relay;

/// <summary>The end of a log.</summary>
/// <param name="Last">The number of the newest message; 0 before the first.</param>
internal readonly record struct RelayHead(string Epoch, long Last);
