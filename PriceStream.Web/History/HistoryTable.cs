using PriceStream.Web.Exports;

namespace PriceStream.Web.History;

/// <summary>The rows of a history as a table.</summary>
internal static class HistoryTable
{
    public static ExportTable<HistoryPoint> Of(HistorySnapshot history, MarginAt marginAt) => new(
        [
            new("timestamp", point => ExportValue.Time(point.Time)),
            new("high", point => ExportValue.Whole(point.High)),
            new("low", point => ExportValue.Whole(point.Low)),
            new("high_volume", point => ExportValue.Whole(point.HighVolume)),
            new("low_volume", point => ExportValue.Whole(point.LowVolume)),
            new("margin", point => ExportValue.Whole(marginAt(history.ItemId, point.Time, point.High, point.Low))),
        ],
        history.Points);
}
