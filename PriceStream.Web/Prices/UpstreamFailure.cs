namespace PriceStream.Web.Prices;

/// <summary>Polls that have failed one after the other, all for the same reason.</summary>
public sealed record UpstreamFailure(string Reason, DateTimeOffset First, DateTimeOffset Last, int Count);
