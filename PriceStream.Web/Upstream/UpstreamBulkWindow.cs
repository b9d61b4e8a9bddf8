namespace PriceStream.Web.Upstream;

/// <summary>The trades of all items in one window, by item id.</summary>
/// <param name="Timestamp">The Unix second at which the window starts.</param>
public sealed record UpstreamBulkWindow(long Timestamp, UpstreamAnswer<KeyValuePair<int, UpstreamWindow>> Answer)
{
    /// <summary>How many rows the reader refused, as a whole or on one side.</summary>
    public int RefusedRows => Answer.RefusedRows;

    /// <summary>How many rows the upstream sent, refused ones included.</summary>
    public int TotalRows => Answer.TotalRows;
}
