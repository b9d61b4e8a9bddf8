using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Data;
using PriceStream.Web.History;
using PriceStream.Web.Items;
using PriceStream.Web.Market;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

/// <summary>One item: its prices, its facts, its history. Another period is the same page; htmx gets the part of it that changes.</summary>
public sealed class ItemModel(ItemSearch search, CatalogueStatus catalogue, PriceFeed feed, PriceHistory histories) : PageModel
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public ItemRow Item { get; private set; } = null!;
    public Price? Price { get; private set; }
    public ChartPeriod Period { get; private set; } = ChartPeriod.Default;
    public HistorySnapshot History { get; private set; } = null!;
    public PeriodFigures Figures => PeriodFigures.Of(History.Points);
    public bool IsFilling { get; private set; }
    public string? StreamUrl { get; private set; }

    /// <summary>htmx asked for the chart, not for a page.</summary>
    public bool IsPart => Request.Headers["HX-Request-Type"] == "partial";

    /// <summary>When the history was read, Unix seconds; or the newest trade, where that is later because this server's clock is slow.</summary>
    public long ReadAt => Math.Max(History.ComputedAt / 1000, Price?.Time ?? 0);

    /// <summary>
    /// Points further apart than this have a hole between them. In its older part a period may have only the next wider windows: those
    /// are as far apart as they are wide, and nothing is missing between them.
    /// </summary>
    public long Gap => Math.Max(3L * History.Period.BucketSeconds, (History.Period.Resolution.Wider?.Seconds ?? 0) * 3L / 2);

    /// <summary>How often the chart asks for itself: while its past is being fetched; where there is no stream; and else for the source's newest windows.</summary>
    public string Renewal => IsFilling ? feed.Status.FailingSince is null ? "every 2s" : "every 30s" : StreamUrl is null ? "every 60s" : "every 300s";

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

        Period = ChartPeriod.Of(period ?? "") ?? ChartPeriod.Default;
        if (!await ReadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        IsFilling = histories.IsFilling(id);
        StreamUrl = feed.StreamUrl([id], History.LastEventId); // read before the history and the prices that it stands for
        Response.Headers.CacheControl = "no-cache";
        Response.Headers.Vary = "HX-Request-Type";
        return IsPart ? Partial("_Chart", this) : Page();
    }

    public string UrlOf(ChartPeriod period) => $"items/{Item.ItemId}/{ItemSlug.Of(Item.Name)}?period={period.Key}";

    /// <summary>
    /// What the browser draws, and what it must know to go on: the widths, where the open bucket starts, and what is in that of each side.
    /// </summary>
    public string ChartJson() => JsonSerializer.Serialize(
        new
        {
            Item.ItemId,
            Step = History.Period.BucketSeconds,
            Period = History.Period.Length ?? 0,
            Gap,
            From = OpenFrom,
            High = SideOf(History.Open?.High, Price?.High, Price?.HighTime),
            Low = SideOf(History.Open?.Low, Price?.Low, Price?.LowTime),
            Rows = History.Complete.Select(point => new { point.Time, point.High, point.Low, Volume = point.HighVolume is null ? null : point.HighVolume + (point.LowVolume ?? 0) }),
        },
        SnakeCase);

    private long OpenFrom => History.Open?.Time ?? History.Period.BucketOf(ReadAt);

    // The newest trade goes by itself, out of the sum that it is part of: a later report of the same second replaces it.
    private object SideOf(OpenSide? open, long? price, long? time)
    {
        var inSum = open is { Ticks: > 0 } && time >= OpenFrom;
        return open?.Price is { } average ? new { Sum = average, Count = 1, Fixed = true, Price = price, Time = time }
            : new { Sum = (open?.TickSum ?? 0) - (inSum ? price : 0), Count = (open?.Ticks ?? 0) - (inSum ? 1 : 0), Price = price, Time = time };
    }

    // The newest price must be one that the history holds, no more and no less: the browser goes on counting from there.
    private async Task<bool> ReadAsync(int id, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            Price = feed.PriceOf(id);
            if (await histories.GetAsync(id, Period, sample: true, skipCache: true, cancellationToken) is not { } history)
            {
                return false;
            }

            History = history;
            if (Price == feed.PriceOf(id) || tries == 3)
            {
                return true;
            }
        }
    }
}
