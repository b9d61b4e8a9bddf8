namespace PriceStream.Web.Watch;

/// <summary>Our own JSON of lists.</summary>
/// <param name="Pricestream">The version of the format: 1.</param>
internal sealed record ListsJson(int Pricestream, IReadOnlyList<ListJson> Lists);
