namespace PriceStream.Web.Items.Search;

/// <summary>An item that matches a search, and how.</summary>
public readonly record struct NameMatch(Item Item, NameRank Rank);
