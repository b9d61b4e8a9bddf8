namespace PriceStream.Web.Market;

/// <summary>What a column's value depends on beside the item.</summary>
/// <param name="NatureRune">What a nature rune costs, in gp; null while it has no price.</param>
/// <param name="Now">The Unix second from which ages are counted.</param>
public sealed record MarketView(Basis Basis, long? NatureRune, long Now);
