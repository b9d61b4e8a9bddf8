using PriceStream.Web.Data;

namespace PriceStream.Web.History;

/// <summary>
/// One bucket at its start or, unsampled, one row at its own time (Unix seconds). Prices in gp are null where a side has no trade.
/// Volumes are null where they are not known, as with ticks.
/// </summary>
public readonly record struct HistoryPoint(long Time, long? High, long? Low, long? HighVolume, long? LowVolume)
{
    /// <summary>A stored row as a point of its own.</summary>
    public static HistoryPoint Of(HistoryRow row) => row.IsTick
        ? new(row.Time, row.High, row.Low, null, null)
        : new(row.Time, row.High, row.Low, row.HighVolume, row.LowVolume);
}
