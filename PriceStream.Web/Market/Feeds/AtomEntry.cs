namespace PriceStream.Web.Market.Feeds;

/// <summary>An entry of a feed.</summary>
/// <param name="Id">The same for as long as it is the same entry, whatever the site's address.</param>
/// <param name="Page">The path of its page.</param>
public sealed record AtomEntry(string Id, string Title, DateTimeOffset Updated, string Page, string Content);
