using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Input;
using PriceStream.Web.Items;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

/// <summary>The items table. All of its state is in the query string.</summary>
public sealed class IndexModel(ItemSearch search, PriceFeed feed, CatalogueStatus catalogue) : PageModel
{
    public ItemPage Items { get; private set; } = new([], 0, 1, 50);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = ItemEndpoints.ReadQuery(new QueryReader(Request.Query));
        Items = await search.FindAsync(query, cancellationToken);
    }

    public string? Fault => catalogue.Reason ?? feed.Status.Reason;

    public Price? PriceOf(ListedItem item) => feed.PriceOf(item.Item.ItemId);
}
