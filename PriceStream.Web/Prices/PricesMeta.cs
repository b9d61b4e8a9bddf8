namespace PriceStream.Web.Prices;

/// <summary>What belongs to a list of prices.</summary>
/// <param name="Count">How many prices the list has.</param>
/// <param name="LastEventId">The id of the newest stream event in these prices. The stream continues after it with after=ID.</param>
public sealed record PricesMeta(int Count, string LastEventId);
