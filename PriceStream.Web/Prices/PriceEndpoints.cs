using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.Input;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Prices;

/// <summary>Prices as JSON and as a stream.</summary>
public static class PriceEndpoints
{
    private static readonly Dictionary<string, Timestep> Periods = Timestep.All.ToDictionary(timestep => timestep.Period);
    private static readonly Dictionary<string, bool> CacheModes = new() { ["skip"] = true };

    public static void MapPrices(this IEndpointRouteBuilder routes)
    {
        var prices = routes.MapGroup("/prices").WithTags("Prices");
        prices.MapGet("/current", GetCurrent).WithName("GetCurrentPrices");
        prices.MapGet("/current/{id}", GetCurrentOne).WithName("GetCurrentPrice");
        prices.MapGet("/history/{id}", GetHistoryAsync).WithName("GetPriceHistory");
        prices.MapStream<Price>("/stream", "items").WithName("StreamPrices");
    }

    private static Results<Ok<PricesAnswer>, ValidationProblem> GetCurrent(HttpRequest request, LatestPrices latest, StreamHub hub)
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

    private static Results<Ok<PriceAnswer>, ValidationProblem, ProblemHttpResult> GetCurrentOne(HttpRequest request, string id, LatestPrices latest)
    {
        var query = new QueryReader(request.Query);
        var itemId = query.Id("id", id);
        return query.Faults is { } faults ? TypedResults.ValidationProblem(faults)
            : latest.Of(itemId) is { } price ? TypedResults.Ok(new PriceAnswer(PriceJson.Of(price)))
            : TypedResults.Problem($"There is no price of item {itemId}.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<HistoryAnswer>, ValidationProblem, ProblemHttpResult>> GetHistoryAsync(
        HttpRequest request, string id, PriceHistory history, StreamHub hub, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var itemId = query.Id("id", id);
        var timestep = query.OneOf("period", Timestep.Default, Periods);
        var sample = query.Switch("sample") ?? true;
        // There is no cache to skip yet; a caller that asks for it is served all the same.
        query.OneOf("cache", false, CacheModes);
        query.Switch("bypass_cache");
        if (query.Faults is { } faults)
        {
            return TypedResults.ValidationProblem(faults);
        }

        if (!await history.KnowsAsync(itemId, cancellationToken))
        {
            return TypedResults.Problem($"There is no item {itemId}.", statusCode: StatusCodes.Status404NotFound);
        }

        var lastEventId = hub.LastEventId;
        var points = await history.GetAsync(itemId, timestep, sample, cancellationToken);
        return TypedResults.Ok(ToAnswer(points, itemId, timestep, sample, lastEventId));
    }

    private static HistoryAnswer ToAnswer(IReadOnlyList<HistoryPoint> points, int itemId, Timestep timestep, bool sample, string lastEventId)
    {
        HistoryPointJson[] data = [.. points.Select(p => new HistoryPointJson(DateTimeOffset.FromUnixTimeSeconds(p.Time).UtcDateTime, p.High, p.Low, null, null))];
        return new(data, new(itemId, timestep.Period, timestep.Seconds, sample, data.Length,
            data.FirstOrDefault()?.Timestamp, data.LastOrDefault()?.Timestamp, lastEventId));
    }
}
