namespace PriceStream.Web.History;

/// <summary>The history of one item over one period.</summary>
/// <param name="Data">The rows, oldest first. A bucket in which nothing is known has no row.</param>
/// <param name="Meta">What the rows are.</param>
public sealed record HistoryAnswer(IReadOnlyList<HistoryPointJson> Data, HistoryMeta Meta);
