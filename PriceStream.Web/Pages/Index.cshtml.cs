using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Items;
using PriceStream.Web.Market;
using PriceStream.Web.Requests;
using PriceStream.Web.Watch;

namespace PriceStream.Web.Pages;

/// <summary>The market as a table. All of its state is in the query string.</summary>
public sealed class IndexModel(ItemSearch search, MarketTables tables, LiveFeed feed, Catalogue catalogue) : PageModel
{
    /// <summary>The reader's own list.</summary>
    public WatchList Mine { get; private set; } = WatchList.Empty;

    public MarketForm Form { get; private set; } = null!;
    public MarketTable Table { get; private set; } = null!;

    /// <summary>The stream of the visible rows; null while streams are switched off.</summary>
    public string? StreamUrl { get; private set; }

    public bool WaitsForCatalogue { get; private set; }

    public ItemPageQuery Query => Form.Query;

    public ItemList List => Table.List;

    public void OnGet()
    {
        ReadForm();
        var lastEventId = feed.LastEventId; // read before the prices, so that no later event is missed
        WaitsForCatalogue = !catalogue.IsLoaded;
        Table = tables.Of(Query with { List = "" });
        WaitsForCatalogue &= List.Total == 0;
        StreamUrl = feed.StreamUrl(List.Total == 0 ? null : List.Items.Select(listed => listed.Item.ItemId), lastEventId);
    }

    /// <summary>For a page that shows some rows: how many of them would now stand elsewhere, and the cells that no stream sends.</summary>
    public IActionResult OnGetCells()
    {
        ReadForm();
        var shown = new Parameters<ShownRows>(HttpContext).Value.Shown;
        Table = tables.Of(Query with { List = "" });
        return Partial("_Cells", new MarketChanges(this, shown, search));
    }

    private void ReadForm()
    {
        Mine = OwnList.Of(Request);
        Form = new(HttpContext, Mine);
    }

    public string PageUrl(int page) => Form.Address.With("page", page == 1 ? null : $"{page}").ToString();

    /// <summary>This list with every row, as a file of the API. The API's own preset is another one.</summary>
    public string ExportUrl(string format) =>
        $"api/v1/items.{format}{(Form.IsOwn ? Form.Address.With("watch", Mine.Text) : Form.Address)
            .Without("page", "page_size", "preset").With("preset", Query.Preset)}";

    /// <summary>The address that <see cref="OnGetCells"/> answers.</summary>
    public string CellsUrl() => Form.Address
        .With("page", List.Page == 1 ? null : $"{List.Page}")
        .With("handler", "cells")
        .With("shown", string.Join(',', List.Items.Select(listed => listed.Item.ItemId)))
        .ToString();

    /// <summary>Null for every column while the best match comes first.</summary>
    public string? AriaSort(string sort)
    {
        if (sort != Query.SortedBy)
        {
            // The size of a change has no column of its own on the page of movers.
            var isBySize = Query.SortedBy == MarketColumns.BySize && !Table.Columns.Any(column => column.Key == MarketColumns.BySize);
            return isBySize && sort == MarketColumns.ByChange ? "other" : null;
        }

        return Query.Descending ? "descending" : "ascending";
    }

    /// <summary>How many items there are without each restriction that no filter stands for: the search, and the membership.</summary>
    public IEnumerable<(string Text, int Count)> OtherRestrictions()
    {
        var all = new ItemPageQuery { PageSize = 1 };
        if (Query.Watch is { } watched)
        {
            yield return (Form.IsOwn ? "your list" : "the list", search.Find(all with { Watch = watched }).Total);
        }

        if (Query.HasSearch)
        {
            yield return ($"“{Query.Search}”", search.Find(all with { Search = Query.Search }).Total);
        }

        if (Query.Members is { } members)
        {
            yield return (members ? "Members" : "Free to play", search.Find(all with { Members = members }).Total);
        }
    }
}
