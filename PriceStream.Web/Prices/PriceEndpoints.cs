using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.History;
using PriceStream.Web.Requests;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Prices;

/// <summary>Prices as JSON and as a stream.</summary>
public static class PriceEndpoints
{
    private static readonly Dictionary<string, ChartPeriod> Periods = ChartPeriod.All.ToDictionary(period => period.Key);
    private static readonly Dictionary<string, bool> CacheModes = new() { ["skip"] = true };

    public static void MapPrices(this IEndpointRouteBuilder routes)
    {
        var prices = routes.MapGroup("/prices").WithTags("Prices");
        prices.MapGet("/current", GetCurrent).WithName("GetCurrentPrices");
        prices.MapGet("/current/{id}", GetCurrentOne).WithName("GetCurrentPrice");
        prices.MapGet("/history/{id}", GetHistoryAsync).WithName("GetPriceHistory").Produces<HistoryAnswer>();
        prices.MapStream<Price>("/stream", "items").WithName("StreamPrices");
    }

    private static Results<Ok<PricesAnswer>, ValidationProblem> GetCurrent(HttpRequest request, LivePrices latest, StreamHub hub)
    {
        var query = new QueryReader(request.Query);
        var items = query.Ids("items", StreamEndpoints.MaxTopics);
        if (query.Faults is { } faults)
        {
            return TypedResults.ValidationProblem(faults);
        }

        var lastEventId = hub.LastEventId; // before the prices that it stands for
        var prices = latest.Of(items);
        return TypedResults.Ok(new PricesAnswer([.. prices.Select(PriceJson.Of)], new(prices.Count, lastEventId)));
    }

    private static Results<Ok<PriceAnswer>, ValidationProblem, ProblemHttpResult> GetCurrentOne(HttpRequest request, string id, LivePrices latest)
    {
        var query = new QueryReader(request.Query);
        var itemId = query.Id("id", id);
        return query.Faults is { } faults ? TypedResults.ValidationProblem(faults)
            : latest.Of(itemId) is { } price ? TypedResults.Ok(new PriceAnswer(PriceJson.Of(price)))
            : TypedResults.Problem($"There is no price of item {itemId}.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<Results<FileContentHttpResult, ValidationProblem, ProblemHttpResult>> GetHistoryAsync(
        HttpContext context, string id, PriceHistory histories, CancellationToken cancellationToken)
    {
        var query = new QueryReader(context.Request.Query);
        var itemId = query.Id("id", id);
        var period = query.OneOf("period", ChartPeriod.Default, Periods);
        var sample = query.Switch("sample") ?? true;
        var skip = query.OneOf("cache", false, CacheModes) | (query.Switch("bypass_cache") ?? false);
        if (query.Faults is { } faults)
        {
            return TypedResults.ValidationProblem(faults);
        }

        if (await histories.GetAsync(itemId, period, sample, skip, cancellationToken) is not { } history)
        {
            return TypedResults.Problem($"There is no item {itemId}.", statusCode: StatusCodes.Status404NotFound);
        }

        // Kept by whoever asks, and asked about each time: an unchanged history costs a few bytes, an old one is never shown.
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.Vary = "Accept-Encoding";
        var gzip = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (gzip)
        {
            headers.ContentEncoding = "gzip";
        }

        return TypedResults.Bytes(gzip ? history.GzippedJson : HistoryJson.Write(history), "application/json; charset=utf-8", entityTag: new($"\"{history.ETag}\"", isWeak: true));
    }
}
