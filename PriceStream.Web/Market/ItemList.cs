namespace PriceStream.Web.Market;

/// <summary>One page of a list of items, and how long the whole list is.</summary>
public sealed record ItemList(IReadOnlyList<ListedItem> Items, int Total, int Page, int PageSize)
{
    public int TotalPages => (Total + PageSize - 1) / PageSize;
}
