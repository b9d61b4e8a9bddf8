using PriceStream.Web.Requests;

namespace PriceStream.Web.Market.Feeds;

/// <summary>Lists of items for feed readers.</summary>
public static class FeedEndpoints
{
    public static void MapFeeds(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/movers", OfMovers).WithName("GetMoversFeed").WithTags("Feeds");
        routes.MapGet("/watch", OfList).WithName("GetWatchFeed").WithTags("Feeds");
    }

    /// <summary>Returns an Atom feed of what moves most</summary>
    /// <remarks>
    /// The first 20 items of the preset movers, one entry an item and day (UTC). The id of an entry stays while its price changes.
    /// </remarks>
    /// <response code="200">The feed.</response>
    /// <response code="304">The feed still has the ETag that If-None-Match names.</response>
    internal static AtomResult OfMovers(MarketFeeds feeds) => new(feeds.OfMovers());

    /// <summary>Returns an Atom feed of a list of items</summary>
    /// <remarks>One entry an item and day (UTC), in the order of the list. The id of an entry stays while its price changes.</remarks>
    /// <response code="200">The feed.</response>
    /// <response code="304">The feed still has the ETag that If-None-Match names.</response>
    internal static AtomResult OfList(Parameters<WatchQuery> query, MarketFeeds feeds) => new(feeds.OfList(query.Value));
}
