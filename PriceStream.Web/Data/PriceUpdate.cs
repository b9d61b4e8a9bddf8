namespace PriceStream.Web.Data;

/// <summary>
/// An item's newest price to store: gp and the Unix second of each side's last trade; null for a side that never traded. Each new side is
/// also stored as a tick.
/// </summary>
public readonly record struct PriceUpdate(
    int ItemId, long? High, long? HighTime, long? Low, long? LowTime, bool HighIsNew, bool LowIsNew);
