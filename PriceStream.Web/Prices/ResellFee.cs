namespace PriceStream.Web.Prices;

/// <summary>What it costs to make a bought item tradeable again. Such an item has no margin.</summary>
/// <param name="Percent">Of the item's guide price.</param>
/// <param name="Reason">The rule in words, without a full stop.</param>
public sealed record ResellFee(int Percent, string Reason);
