namespace PriceStream.Web.Upstream;

/// <summary>The usable rows of an answer, and how many others it held: a bad row costs that row, never the answer.</summary>
/// <param name="FirstRefusal">Which row was refused first and why; null when none was.</param>
public sealed record UpstreamAnswer<T>(IReadOnlyList<T> Rows, int Refused, string? FirstRefusal);
