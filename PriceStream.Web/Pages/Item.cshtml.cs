using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Cards;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;
using PriceStream.Web.Items;
using PriceStream.Web.Market;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

/// <summary>
/// One item: its prices, what the market knows of it, its facts and history. To change the period, htmx requests only the chart.
/// </summary>
public sealed class ItemModel(Catalogue catalogue, ItemSearch search, LiveFeed feed, PriceHistory histories, GeTax tax) : PageModel
{
    private const int MostReads = 4;

    public Item Item { get; private set; } = null!;
    public Price? Price { get; private set; }

    /// <summary>The tax in force.</summary>
    public TaxRule Tax { get; } = tax.Now;

    /// <summary>With the same price as everything else on the page.</summary>
    public ListedItem Listed => new(Item, Price, Tax, search.Find(Item.ItemId)!.Trades);

    public MarketView View => search.View(Basis.Last);

    public ItemCells Cells => new(Listed, View);

    /// <summary>The page's address without a period, relative to the site's base.</summary>
    public string Path => $"items/{Item.ItemId}/{ItemSlug.Of(Item.Name)}";

    /// <summary>Whether the reader's own list has the item.</summary>
    public bool IsWatched => OwnList.Of(Request).Contains(Item.ItemId);

    public IReadOnlyList<Item> Family => catalogue.Families.Of(Item);

    public ChartPeriod Period { get; private set; } = ChartPeriod.Default;

    /// <summary>The period of the card that a link to this page shows: the one that the address names.</summary>
    public ChartPeriod CardPeriod { get; private set; } = null!;

    public HistorySnapshot History { get; private set; } = null!;
    public PeriodFigures Figures => PeriodFigures.Of(History.Points);
    public bool IsFilling { get; private set; }

    /// <summary>Why the item's past is incomplete; null when it is complete or being fetched.</summary>
    public BackfillProblem? Problem { get; private set; }

    /// <summary>Why the past cannot be read now; null while it can.</summary>
    public string? HistoryAway { get; private set; }

    public string? StreamUrl { get; private set; }

    /// <summary>The list that the visitor came from; the site's first page for any other visitor.</summary>
    public string ListUrl => Uri.TryCreate(Request.Headers.Referer.ToString(), UriKind.Absolute, out var from)
        && from.Authority == Request.Host.Value && from.AbsolutePath == $"{Request.PathBase}/"
            ? from.Query
            : "";

    /// <summary>htmx requests only the chart.</summary>
    public bool IsPart => Request.Headers["HX-Request-Type"] == "partial";

    /// <summary>
    /// The Unix second at which the history was read, or the time of the newest trade if that is later because this server's clock is slow.
    /// </summary>
    public long ReadAt => Math.Max(History.ComputedAt / 1000, Price?.Time ?? 0);

    /// <summary>How often the chart refreshes itself: often while its past is being fetched, each minute without a stream.</summary>
    public string Renewal
    {
        get
        {
            if (HistoryAway is not null)
            {
                return "every 5s";
            }

            if (IsFilling)
            {
                return feed.Status.FailingSince is null ? "every 2s" : "every 30s";
            }

            return StreamUrl is null || Problem is not null ? "every 60s" : "every 300s";
        }
    }

    public async Task<IActionResult> OnGetAsync(int id, string? slug, string? period, CancellationToken cancellationToken)
    {
        var loaded = catalogue.IsLoaded; // before the search: the catalogue may arrive meanwhile
        if (catalogue.Find(id) is not { } item)
        {
            return loaded ? NotFound() : StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        Item = item;
        if (slug != ItemSlug.Of(Item.Name))
        {
            return LocalRedirect($"~/items/{id}/{ItemSlug.Of(Item.Name)}{Request.QueryString}");
        }

        var asked = ChartPeriod.Of(period ?? "");
        Period = asked ?? ChartPeriod.Default;
        CardPeriod = asked ?? ChartPeriod.Of(CardQuery.DefaultPeriod)!;
        if (!await ReadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        // A browser may prefetch what nobody then opens. If somebody does, the chart asks again at once, and that starts the fetch.
        IsFilling = histories.IsFilling(id) || (IsPrefetch && histories.IsUnasked(id));
        Problem = histories.ProblemOf(id);
        StreamUrl = feed.StreamUrl([id], History.LastEventId); // an id read before the history and the prices that it stands for
        Response.Headers.Vary = "HX-Request-Type";
        return IsPart ? Partial("_Chart", this) : Page();
    }

    /// <summary>For a page that shows the item: the cells that no stream sends.</summary>
    public IActionResult OnGetCells(int id)
    {
        if (search.Find(id) is not { } listed)
        {
            return NotFound();
        }

        return Content(new ItemCells(listed, search.View(Basis.Last)).Unstreamed(), "text/html; charset=utf-8");
    }

    private bool IsPrefetch => Request.Headers["Sec-Purpose"].ToString().StartsWith("prefetch", StringComparison.Ordinal);

    public string UrlOf(ChartPeriod period) => $"{Path}?period={period.Key}";

    /// <summary>The chart's data as JSON, for the page's script.</summary>
    public string ChartJson() => JsonSerializer.Serialize(ChartData.Of(History, Price, ReadAt), PageJsonContext.Default.ChartData);

    // The browser continues from the newest price, so that price must be exactly the newest one in the history.
    private async Task<bool> ReadAsync(int id, CancellationToken cancellationToken)
    {
        for (var reads = 1; ; reads++)
        {
            Price = feed.PriceOf(id);
            var reading = IsPrefetch
                ? histories.ReadAheadAsync(id, Period, sample: true, skipCache: true, cancellationToken)
                : histories.GetAsync(id, Period, sample: true, skipCache: true, cancellationToken);
            if (await TryAsync(reading, id) is not { } history)
            {
                return false;
            }

            History = history;
            if (Price == feed.PriceOf(id) || reads == MostReads)
            {
                return true;
            }
        }
    }

    private async Task<HistorySnapshot?> TryAsync(Task<HistorySnapshot?> reading, int id)
    {
        try
        {
            return await reading;
        }
        catch (HistoryAwayException exception)
        {
            HistoryAway = exception.Message;
            return histories.Empty(id, Period);
        }
    }
}
