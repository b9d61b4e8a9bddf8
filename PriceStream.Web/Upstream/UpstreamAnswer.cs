namespace PriceStream.Web.Upstream;

/// <summary>The usable rows of an answer. A bad row costs only that row, never the answer.</summary>
/// <param name="Refused">How many rows could not be used.</param>
/// <param name="FirstRefusal">The first of them, and why it could not be used; null when there is none.</param>
public sealed record UpstreamAnswer<T>(IReadOnlyList<T> Rows, int Refused, string? FirstRefusal);
