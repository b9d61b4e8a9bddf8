namespace PriceStream.Web.Upstream;

/// <summary>What all items traded in one window, by item id.</summary>
/// <param name="Timestamp">The Unix second at which the window starts.</param>
public sealed record UpstreamBulkWindow(long Timestamp, UpstreamAnswer<KeyValuePair<int, UpstreamWindow>> Answer)
{
    /// <summary>How many rows the reader refused.</summary>
    public int RefusedRows => Answer.Refused;

    /// <summary>How many rows the upstream sent, refused ones included.</summary>
    public int TotalRows => Answer.Refused + Answer.Rows.Count;
}
