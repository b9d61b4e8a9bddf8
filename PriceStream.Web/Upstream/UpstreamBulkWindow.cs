namespace PriceStream.Web.Upstream;

/// <summary>What all items traded in one window, by item id.</summary>
/// <param name="Timestamp">The Unix second at which the window starts.</param>
public sealed record UpstreamBulkWindow(long Timestamp, UpstreamAnswer<KeyValuePair<int, UpstreamWindow>> Answer)
{
    /// <summary>How many of its rows could not be used.</summary>
    public int RefusedRows => Answer.RefusedRows;

    /// <summary>How many rows the upstream sent.</summary>
    public int TotalRows => Answer.TotalRows;
}
