namespace PriceStream.E2E.Pages;

/// <summary>A point of the chart.</summary>
/// <param name="Time">Unix seconds: when the bucket starts or, at the tip, when the trade happened.</param>
/// <param name="Value">Whole gp; pieces on <see cref="ChartLine.Volume"/>.</param>
public readonly record struct ChartPoint(long Time, long Value);
