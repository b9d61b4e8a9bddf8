using PriceStream.Web.History;
using PriceStream.Web.Prices;

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
    int ItemId, int Step, long Period, long Gap, long From, ChartSide High, ChartSide Low, IEnumerable<ChartRow> Rows)
{
    /// <param name="price">The item's newest price; null when it has none.</param>
    /// <param name="readAt">The Unix second at which the history was read.</param>
    public static ChartData Of(HistorySnapshot history, Price? price, long readAt)
    {
        var from = history.Open?.Time ?? history.Period.BucketOf(readAt);
        return new(
            history.ItemId,
            Step: history.Period.BucketSeconds,
            Period: history.Period.Length ?? 0,
            history.Period.Gap,
            from,
            High: SideOf(history.Open?.High, from, price?.High, price?.HighTime),
            Low: SideOf(history.Open?.Low, from, price?.Low, price?.LowTime),
            Rows: history.Complete.Select(point => new ChartRow(point.Time, point.High, point.Low, VolumeOf(point))));
    }

    private static long? VolumeOf(HistoryPoint point) => point.HighVolume is null ? null : point.HighVolume + (point.LowVolume ?? 0);

    // The newest trade is sent separately and left out of the sum, because a later report of the same second replaces it.
    private static ChartSide SideOf(OpenSide? open, long from, long? price, long? time)
    {
        if (open?.Price is { } average)
        {
            return new(average, Count: 1, Fixed: true, price, time);
        }

        var sum = open?.TickSum ?? 0;
        var count = open?.Ticks ?? 0;
        var isInSum = count > 0 && time >= from;
        return isInSum ? new(sum - price, count - 1, Fixed: null, price, time) : new(sum, count, Fixed: null, price, time);
    }
}
