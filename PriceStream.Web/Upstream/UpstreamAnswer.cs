namespace PriceStream.Web.Upstream;

/// <summary>The usable rows of an answer. A bad row costs only that row, never the answer; a bad side costs only that side.</summary>
/// <param name="RefusedRows">How many rows could not be used, or not as a whole.</param>
/// <param name="FirstRefusal">Which row was the first of them, and why; null when there is none. Escaped: safe to log.</param>
public sealed record UpstreamAnswer<T>(IReadOnlyList<T> Rows, int RefusedRows, string? FirstRefusal)
{
    /// <summary>How many rows the upstream sent. A row of which one side was refused is in <see cref="Rows"/> as well.</summary>
    public int TotalRows { get; init; } = Rows.Count + RefusedRows;

    /// <summary>What was refused, one entry for each kind, in order of appearance.</summary>
    public IReadOnlyList<UpstreamRefusal> Refusals { get; init; } = [];
}
