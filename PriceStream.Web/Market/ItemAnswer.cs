namespace PriceStream.Web.Market;

/// <summary>One item.</summary>
/// <param name="Data">The item.</param>
public sealed record ItemAnswer(ItemJson Data);
