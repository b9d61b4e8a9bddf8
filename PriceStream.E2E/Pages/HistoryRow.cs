namespace PriceStream.E2E.Pages;

/// <summary>A row of an item's history, as the API returns it.</summary>
/// <param name="Time">Unix seconds: when the bucket starts.</param>
/// <param name="High">The instant-buy price in whole gp; null when nothing was traded on this side.</param>
/// <param name="Low">The instant-sell price, likewise.</param>
/// <param name="HighVolume">Pieces traded at the high price; null where only single trades are known.</param>
/// <param name="LowVolume">Pieces traded at the low price, likewise.</param>
/// <param name="IsOpen">Whether the bucket still takes trades. The chart does not draw it yet.</param>
public sealed record HistoryRow(long Time, long? High, long? Low, long? HighVolume, long? LowVolume, bool IsOpen);
