namespace PriceStream.Web.Upstream;

/// <summary>What all items traded in the window that starts at that Unix second, by item id.</summary>
public sealed record UpstreamBulkWindow(long Timestamp, UpstreamAnswer<KeyValuePair<int, UpstreamWindow>> Answer);
