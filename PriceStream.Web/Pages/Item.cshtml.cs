using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Data;
using PriceStream.Web.Items;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

/// <summary>One item: its prices, its facts, its history.</summary>
public sealed class ItemModel(ItemSearch search, CatalogueStatus catalogue, PriceFeed feed, PriceHistory histories) : PageModel
{
    public ItemRow Item { get; private set; } = null!;
    public Price? Price { get; private set; }
    public Timestep Timestep { get; private set; } = Timestep.Default;

    public HistorySnapshot History { get; private set; } = null!;

    public string? StreamUrl { get; private set; }

    public async Task<IActionResult> OnGetAsync(int id, string? slug, string? period, CancellationToken cancellationToken)
    {
        var loaded = catalogue.Loaded; // before the search: it may come while that runs
        if (await search.GetAsync(id, cancellationToken) is not { } found)
        {
            return loaded ? NotFound() : StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        Item = found.Item;
        if (slug != ItemSlug.Of(Item.Name))
        {
            return LocalRedirect($"~/items/{id}/{ItemSlug.Of(Item.Name)}{Request.QueryString}");
        }

        Timestep = Timestep.Of(period ?? "") ?? Timestep.Default;
        if (await histories.GetAsync(id, Timestep, sample: true, skipCache: true, cancellationToken) is not { } history)
        {
            return NotFound();
        }

        History = history;
        Price = feed.PriceOf(id);
        StreamUrl = feed.StreamUrl([id], history.LastEventId); // read before the history and the prices that it stands for
        if (StreamUrl is null)
        {
            Response.Headers["Refresh"] = "60";
        }

        return Page();
    }
}
