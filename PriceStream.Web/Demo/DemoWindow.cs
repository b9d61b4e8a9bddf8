namespace PriceStream.Web.Demo;

/// <summary>What one item of the demo market traded in a window. Averages have two decimals, which version 1 of the API rounds.</summary>
/// <param name="Start">Unix seconds.</param>
/// <param name="High">Null exactly when its volume is 0; the same for low.</param>
public sealed record DemoWindow(long Start, decimal? High, long HighVolume, decimal? Low, long LowVolume);
