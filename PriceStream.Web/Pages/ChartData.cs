namespace PriceStream.Web.Pages;

/// <summary>The data from which the browser draws a chart and continues it with live prices.</summary>
/// <param name="Step">The width of a bucket in seconds.</param>
/// <param name="Period">How far back the chart goes, in seconds; 0 for everything.</param>
/// <param name="Gap">Points further apart than this many seconds are not joined.</param>
/// <param name="From">The Unix second at which the open bucket starts.</param>
/// <param name="High">The open bucket's instant-buy side.</param>
/// <param name="Low">The open bucket's instant-sell side.</param>
/// <param name="Rows">The complete buckets, ascending.</param>
public sealed record ChartData(
    int ItemId, int Step, long Period, long Gap, long From, ChartSide High, ChartSide Low, IEnumerable<ChartRow> Rows);
