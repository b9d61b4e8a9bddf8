using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Data;
using PriceStream.Web.Items;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

/// <summary>One item: its prices, its facts, its history.</summary>
public sealed class ItemModel(ItemSearch search, CatalogueStatus catalogue, PriceFeed feed, PriceHistory history) : PageModel
{
    public ItemRow Item { get; private set; } = null!;
    public Price? Price { get; private set; }
    public Timestep Timestep { get; private set; } = Timestep.Default;

    /// <summary>What the chart draws, ascending: complete buckets, then the ticks of the bucket that is still open.</summary>
    public IReadOnlyList<HistoryPoint> Points { get; private set; } = [];

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
        StreamUrl = feed.StreamUrl([id], feed.LastEventId); // the id before the prices that it stands for
        if (StreamUrl is null)
        {
            Response.Headers["Refresh"] = "60";
        }

        Price = feed.PriceOf(id);
        Points = await PointsAsync(cancellationToken);
        return Page();
    }

    private async Task<IReadOnlyList<HistoryPoint>> PointsAsync(CancellationToken cancellationToken)
    {
        var open = Timestep.BucketOf(feed.Now.ToUnixTimeSeconds());
        var ticks = await history.GetAsync(Item.ItemId, Timestep, sample: false, cancellationToken);
        return [.. PriceHistory.Sample([.. ticks.Where(tick => tick.Time < open)], Timestep), .. ticks.Where(tick => tick.Time >= open)];
    }
}
