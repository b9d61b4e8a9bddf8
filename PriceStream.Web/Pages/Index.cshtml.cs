using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using PriceStream.Web.Items;
using PriceStream.Web.Market;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Pages;

/// <summary>The items table. All of its state is in the query string; a wrong value there counts as absent.</summary>
public sealed class IndexModel(ItemSearch search, LiveFeed feed, Catalogue catalogue) : PageModel
{
    private static readonly string[] ListParameters = ["search", "members", "sort", "order", "page", "page_size"];

    private static readonly IReadOnlyList<Parameter> FilterParameters =
        [.. Parameter.AllOf<ItemQuery>().Where(parameter => !ListParameters.Contains(parameter.Name))];

    public ItemQuery Query { get; private set; } = new();
    public ItemList Items { get; private set; } = new([], 0, 1, 50, new(Basis.Last, null, 0));

    /// <summary>The stream of the visible rows; null while streams are switched off.</summary>
    public string? StreamUrl { get; private set; }

    /// <summary>The preset, the basis and the filters of the address, as typed. Every link and the next search keep them.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Filters =>
        from parameter in FilterParameters
        let text = parameter.TextIn(HttpContext)
        where text is not null && parameter.Type.Read(text) is not null
        select KeyValuePair.Create(parameter.Name, (string?)text);

    public bool WaitsForCatalogue { get; private set; }

    public void OnGet()
    {
        Query = new Parameters<ItemQuery>(HttpContext, emptyIsAbsent: true).Value;
        var lastEventId = feed.LastEventId; // read before the prices, so that no later event is missed
        WaitsForCatalogue = !catalogue.IsLoaded;
        Items = search.Find(Query);
        if (Items.Page > Items.TotalPages && Items.TotalPages > 0)
        {
            Query = Query with { Page = Items.TotalPages };
            Items = search.Find(Query);
        }

        WaitsForCatalogue &= Items.Total == 0;
        StreamUrl = feed.StreamUrl(Items.Total == 0 ? null : Items.Items.Select(listed => listed.Item.ItemId), lastEventId);
    }

    /// <summary>This page's URL with another sort; the current column again reverses the order.</summary>
    public string SortUrl(string sort)
    {
        var descending = sort == Query.SortedBy ? !Query.Descending : sort != MarketColumns.ByName;
        return UrlOf(Query with { Sort = sort, Order = descending ? SortOrder.Desc : SortOrder.Asc, Page = 1 });
    }

    public string PageUrl(int page) => UrlOf(Query with { Page = page });

    /// <summary>Null for every column while the best match comes first.</summary>
    public string? AriaSort(string sort)
    {
        if (sort != Query.SortedBy)
        {
            return null;
        }

        return Query.Descending ? "descending" : "ascending";
    }

    /// <summary>The sort that an address must name; null where the list has the same order without it.</summary>
    public static string? NamedSort(ItemQuery query)
    {
        var isDefault = query.SortedBy == MarketColumns.ByName && !query.Descending && !query.HasSearch && query.Preset is null;
        return isDefault ? null : query.SortedBy;
    }

    private string UrlOf(ItemQuery query)
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

        if (NamedSort(query) is { } sort)
        {
            parameters["sort"] = sort;
            parameters["order"] = query.Descending ? "desc" : "asc";
        }

        if (query.Page != defaults.Page)
        {
            parameters["page"] = query.Page.ToString();
        }

        if (query.PageSize != defaults.PageSize)
        {
            parameters["page_size"] = query.PageSize.ToString();
        }

        var url = QueryHelpers.AddQueryString("", parameters.Concat(Filters));
        return url.Length > 0 ? url : "?";
    }
}
