using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.Exports;
using PriceStream.Web.Requests;

namespace PriceStream.Web.History;

/// <summary>Past prices as JSON and as CSV.</summary>
public static class HistoryEndpoints
{
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        var history = routes.MapGroup("/prices/history").WithTags("Prices");
        history.MapGet("/{id}", GetAsync).WithName("GetPriceHistory");
        history.MapGet("/{id}.csv", ToCsvAsync).WithName("ExportPriceHistoryAsCsv");
    }

    /// <summary>Returns the past prices of one item</summary>
    /// <remarks>
    /// The first call for an item starts to fetch its past from the upstream. Until then, the response has the rows stored so far.
    /// </remarks>
    /// <response code="200">The rows of the period, oldest first.</response>
    /// <response code="304">The history still has the ETag that If-None-Match names.</response>
    /// <response code="404">The catalogue has no item with this id.</response>
    /// <response code="503">The database is away, so the past cannot be read. Retry-After names the seconds to wait.</response>
    internal static async Task<Results<HistoryResult, NotFoundProblem, HistoryAwayProblem>> GetAsync(
        Parameters<HistoryQuery> query, PriceHistory histories, MarginAt marginAt, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(query.Value, histories, cancellationToken) is { } history
                ? new HistoryResult(history, marginAt)
                : new NotFoundProblem($"There is no item {query.Value.Id}.");
        }
        catch (HistoryAwayException exception)
        {
            return new HistoryAwayProblem(exception.Message);
        }
    }

    /// <summary>Exports the past prices of one item as CSV</summary>
    /// <remarks>The rows of the JSON in the same order. An unknown value is an empty cell. RFC 4180 in UTF-8.</remarks>
    /// <response code="200">The rows of the period, oldest first, after a header.</response>
    /// <response code="304">The history still has the ETag that If-None-Match names.</response>
    /// <response code="404">The catalogue has no item with this id.</response>
    /// <response code="503">The database is away, so the past cannot be read. Retry-After names the seconds to wait.</response>
    internal static async Task<Results<CsvFile<HistoryPoint>, NotFoundProblem, HistoryAwayProblem>> ToCsvAsync(
        Parameters<HistoryQuery> query, PriceHistory histories, MarginAt marginAt, CancellationToken cancellationToken)
    {
        var (id, period) = (query.Value.Id, query.Value.Period);
        try
        {
            return await ReadAsync(query.Value, histories, cancellationToken) is { } history
                ? new CsvFile<HistoryPoint>(HistoryTable.Of(history, marginAt), $"pricestream-{id}-{ChartPeriod.Of(period)!.Key}")
                : new NotFoundProblem($"There is no item {id}.");
        }
        catch (HistoryAwayException exception)
        {
            return new HistoryAwayProblem(exception.Message);
        }
    }

    private static Task<HistorySnapshot?> ReadAsync(HistoryQuery query, PriceHistory histories, CancellationToken cancellationToken) =>
        histories.GetAsync(query.Id, ChartPeriod.Of(query.Period)!, query.Sample, query.SkipsCache, cancellationToken);
}
