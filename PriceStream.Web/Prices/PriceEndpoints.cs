using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.Requests;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Prices;

/// <summary>Current prices as JSON and as a stream.</summary>
public static class PriceEndpoints
{
    public static void MapPrices(this IEndpointRouteBuilder routes)
    {
        var prices = routes.MapGroup("/prices").WithTags("Prices");
        prices.MapGet("/current", GetCurrent).WithName("GetCurrentPrices");
        prices.MapGet("/current/{id}", GetCurrentOne).WithName("GetCurrentPrice");
        prices.MapStream("/stream", Stream).WithName("StreamPrices");
    }

    /// <summary>Returns the current prices of several items, or of all</summary>
    /// <response code="200">The prices that are known.</response>
    internal static Ok<PricesAnswer> GetCurrent(Parameters<PricesQuery> query, LivePrices live, StreamHub hub)
    {
        var lastEventId = hub.LastEventId; // read before the prices, so that no later event is missed
        var prices = live.Of(query.Value.Items);
        return TypedResults.Ok(new PricesAnswer([.. prices.Select(PriceJson.Of)], new(prices.Count, lastEventId)));
    }

    /// <summary>Returns the current price of one item</summary>
    /// <response code="200">The price.</response>
    /// <response code="404">No price of this item is known.</response>
    internal static Results<Ok<PriceAnswer>, NotFoundProblem> GetCurrentOne(Parameters<OnePriceQuery> query, LivePrices live)
    {
        var id = query.Value.Id;
        return live.Of(id) is { } price
            ? TypedResults.Ok(new PriceAnswer(PriceJson.Of(price)))
            : new NotFoundProblem($"There is no price of item {id}.");
    }

    /// <summary>Streams price changes as Server-Sent Events</summary>
    /// <remarks>
    /// A client that returns with Last-Event-ID, or with after=ID or lastEventId=ID, gets what it missed. The answer of GET
    /// /prices/current names the id to start from. A slow client gets only the newest price of each item.
    /// </remarks>
    /// <response code="200">
    /// Server-Sent Events, for as long as the client stays. The first line, `retry:`, is the delay before a reconnection in milliseconds.
    /// Each event has JSON as its data:
    ///
    /// - `connected`: the stream is open; `{client_id, heartbeat_seconds, last_event_id}`.
    /// - `price-update`: a price changed; the fields of PriceJson. The event's id is its position in the stream.
    /// - `feed`: a poll of the upstream ended; `{ts, polled_at, poll_seconds, failing_since, reason, next_try}`.
    /// - `heartbeat`: sent at a fixed interval, so that a client notices a dead connection; `{ts}`.
    /// - `resync`: events were missed and cannot be replayed; `{reason, missed_seconds}`. The current price of every item follows.
    /// - `bye`: the server ends the stream; `{reason}` is shutdown, drain or timeout.
    ///
    /// With `html=true`, unnamed events carry HTML fragments for the site's own pages.
    /// </response>
    /// <response code="404">Streams are switched off on this server.</response>
    /// <response code="503">
    /// The server takes no more streams now. The body is a `retry:` line and one event, `capacity`; Retry-After names the seconds to wait.
    /// </response>
    internal static Results<StreamResult<Price>, NotFoundProblem> Stream(Parameters<PriceStreamQuery> query, StreamHost<Price> host) =>
        host.Options.Enabled
            ? new StreamResult<Price>(host, query.Value)
            : new NotFoundProblem("Streams are switched off on this server.");
}
