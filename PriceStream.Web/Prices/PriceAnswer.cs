namespace PriceStream.Web.Prices;

/// <summary>The current price of one item.</summary>
/// <param name="Data">The price.</param>
public sealed record PriceAnswer(PriceJson Data);
