namespace PriceStream.Web.Market;

/// <summary>A filter in use.</summary>
/// <param name="Filter">The name of the parameter.</param>
/// <param name="Value">The limit: gp, pieces, percent or seconds.</param>
/// <param name="Matched">How many items of the catalogue pass this filter alone.</param>
public sealed record FilterMatch(string Filter, decimal Value, int Matched);
