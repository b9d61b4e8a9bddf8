namespace PriceStream.Web.Demo;

/// <summary>The state of the demo market.</summary>
/// <param name="Time">The market's time, Unix seconds.</param>
/// <param name="IsManual">Time stands still between steps, and scheduled polls are off.</param>
/// <param name="Failure">The simulated failure; null for none.</param>
/// <param name="Prices">The prices that were set, by item.</param>
public sealed record DemoState(long Time, bool IsManual, DemoFailure? Failure, IReadOnlyDictionary<int, DemoPrice> Prices);
