namespace PriceStream.Web.Market;

/// <summary>One page of a list of items, and how long the whole list is.</summary>
/// <param name="View">What the values of the list depend on.</param>
public sealed record ItemList(IReadOnlyList<ListedItem> Items, int Total, int Page, int PageSize, MarketView View)
{
    public int TotalPages => (Total + PageSize - 1) / PageSize;

    /// <summary>How many items the catalogue has.</summary>
    public int Catalogue { get; init; }

    /// <summary>What each filter in use lets through by itself; null without a filter.</summary>
    public IReadOnlyList<FilterMatch>? MatchedBy { get; init; }
}
