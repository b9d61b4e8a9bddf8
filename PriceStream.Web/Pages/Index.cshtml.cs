using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using PriceStream.Web.Items;
using PriceStream.Web.Market;
using PriceStream.Web.Prices;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Pages;

/// <summary>The items table. All of its state is in the query string; what is wrong there has its default.</summary>
public sealed class IndexModel(ItemSearch search, PriceFeed feed, CatalogueStatus catalogue) : PageModel
{
    /// <summary>The sortable columns, in order: how the URL names them and what people read.</summary>
    public static readonly IReadOnlyList<(ItemSort Sort, string Name)> Columns =
    [
        (ItemSort.Name, "Item"), (ItemSort.High, "Instant-buy"), (ItemSort.Low, "Instant-sell"), (ItemSort.Margin, "Margin"), (ItemSort.Limit, "Buy limit"), (ItemSort.Traded, "Last trade"),
    ];

    public ItemQuery Query { get; private set; } = new();
    public ItemList Items { get; private set; } = new([], 0, 1, 50);

    /// <summary>The stream of the visible rows, or null.</summary>
    public string? StreamUrl { get; private set; }

    public bool WaitsForCatalogue { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Query = new Parameters<ItemQuery>(HttpContext).Value;
        var lastEventId = feed.LastEventId; // before the prices that it stands for
        var loaded = catalogue.Loaded; // before the search: it may come while that runs
        Items = await search.FindAsync(Query, cancellationToken);
        if (Items.Page > Items.TotalPages && Items.TotalPages > 0)
        {
            Query = Query with { Page = Items.TotalPages };
            Items = await search.FindAsync(Query, cancellationToken);
        }

        WaitsForCatalogue = !loaded && Items.Total == 0;
        StreamUrl = Items.Items.Count == 0 ? feed.StreamUrl(null, lastEventId) : feed.StreamUrl(Items.Items.Select(listed => listed.Item.ItemId), lastEventId);
    }

    public Price? PriceOf(ListedItem listed) => feed.PriceOf(listed.Item.ItemId);

    /// <summary>This page's URL with another sort; the same column again turns the order.</summary>
    public string SortUrl(ItemSort sort)
    {
        var descending = sort == Query.Sort ? !Query.Descending : sort != ItemSort.Name;
        return UrlOf(Query with { Sort = sort, Order = descending ? SortOrder.Desc : SortOrder.Asc, Page = 1 });
    }

    public string PageUrl(int page) => UrlOf(Query with { Page = page });

    public string? AriaSort(ItemSort sort) => sort != Query.Sort ? null : Query.Descending ? "descending" : "ascending";

    private static string UrlOf(ItemQuery query)
    {
        var defaults = new ItemQuery();
        var parameters = new Dictionary<string, string?>();
        if (query.Search.Length > 0)
        {
            parameters["search"] = query.Search;
        }

        if (query.Members is { } members)
        {
            parameters["members"] = members ? "true" : "false";
        }

        if (query.Sort != defaults.Sort || query.Descending)
        {
            parameters["sort"] = query.Sort.ToString().ToLowerInvariant();
            parameters["order"] = query.Descending ? "desc" : "asc";
        }

        if (query.Page != 1)
        {
            parameters["page"] = query.Page.ToString();
        }

        if (query.PageSize != defaults.PageSize)
        {
            parameters["page_size"] = query.PageSize.ToString();
        }

        return QueryHelpers.AddQueryString("", parameters) is { Length: > 0 } url ? url : "?";
    }
}
