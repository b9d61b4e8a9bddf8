namespace PriceStream.Web.Upstream;

/// <summary>The usable rows of an answer. A bad row costs only that row, never the answer.</summary>
/// <param name="Refused">How many rows could not be used.</param>
/// <param name="FirstRefusal">Which row was the first of them, and why; null when there is none.</param>
public sealed record UpstreamAnswer<T>(IReadOnlyList<T> Rows, int Refused, string? FirstRefusal);
