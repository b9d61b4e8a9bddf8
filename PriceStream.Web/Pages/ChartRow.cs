namespace PriceStream.Web.Pages;

/// <summary>One complete bucket of a chart.</summary>
/// <param name="Time">Its start, Unix seconds.</param>
/// <param name="High">gp; null without a trade on that side.</param>
/// <param name="Low">gp; null without a trade on that side.</param>
/// <param name="Volume">Pieces traded on both sides; null where only ticks are known.</param>
public sealed record ChartRow(long Time, long? High, long? Low, long? Volume);
