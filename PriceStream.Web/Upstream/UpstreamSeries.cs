namespace PriceStream.Web.Upstream;

/// <summary>Closed windows of one item, ascending.</summary>
/// <param name="Seconds">The width of the windows, as the upstream states it. It may differ from the width that was asked for.</param>
public sealed record UpstreamSeries(int Seconds, UpstreamAnswer<UpstreamWindow> Answer)
{
    public IReadOnlyList<UpstreamWindow> Rows => Answer.Rows;

    /// <summary>How many rows the reader refused, as a whole or on one side.</summary>
    public int RefusedRows => Answer.RefusedRows;

    /// <summary>How many rows the upstream sent, refused ones included.</summary>
    public int TotalRows => Answer.TotalRows;
}
