namespace PriceStream.Web.History;

/// <summary>
/// One bucket at its start, or unsampled one row at its own time (Unix seconds): gp, null where a side has no trade, and pieces traded,
/// null where that is not known, as with ticks.
/// </summary>
public readonly record struct HistoryPoint(long Time, long? High, long? Low, long? HighVolume, long? LowVolume);
