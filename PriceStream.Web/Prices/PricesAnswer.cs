namespace PriceStream.Web.Prices;

/// <summary>The current prices of several items, or of all.</summary>
/// <param name="Data">The prices. An item without a known trade is absent.</param>
/// <param name="Meta">How many prices there are, and where the stream continues.</param>
public sealed record PricesAnswer(IReadOnlyList<PriceJson> Data, PricesMeta Meta);
