namespace PriceStream.Web.Upstream;

/// <summary>The usable rows of an answer. A bad row costs only that row, never the answer.</summary>
/// <param name="Refused">How many rows could not be used.</param>
/// <param name="FirstRefusal">Which row was the first of them, and why; null when there is none.</param>
public sealed record UpstreamAnswer<T>(IReadOnlyList<T> Rows, int Refused, string? FirstRefusal)
{
    /// <summary>How many of its rows could not be used.</summary>
    public int RefusedRows => Refused;

    /// <summary>How many rows the upstream sent.</summary>
    public int TotalRows => Refused + Rows.Count;
}
