namespace PriceStream.Web.Prices;

/// <summary>One bucket at its start, or one tick at its trade time (Unix seconds); gp, null where a side has no trade.</summary>
public readonly record struct HistoryPoint(long Time, long? High, long? Low);
