namespace PriceStream.Web.Market.Feeds;

/// <summary>An Atom feed (RFC 4287).</summary>
/// <param name="Id">The same for as long as it is the same feed, whatever the site's address.</param>
/// <param name="Self">Its own path and query.</param>
/// <param name="Page">The path and query of the page that shows the same.</param>
public sealed record AtomFeed(
    string Id, string Title, DateTimeOffset Updated, string Self, string Page, IReadOnlyList<AtomEntry> Entries);
