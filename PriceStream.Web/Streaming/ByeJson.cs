namespace PriceStream.Web.Streaming;

/// <summary>The data of <c>bye</c>, the last event of a stream.</summary>
/// <param name="Reason"><c>timeout</c>, <c>shutdown</c> or <c>drain</c>.</param>
public sealed record ByeJson(string Reason);
