namespace PriceStream.Web.Demo;

/// <summary>How the demo market stands.</summary>
/// <param name="Time">The market's time, Unix seconds.</param>
/// <param name="IsManual">Its time stands until it is stepped, and it is not polled by schedule.</param>
/// <param name="Fault">How it misbehaves; null when it does not.</param>
/// <param name="Prices">The prices that were set, by item.</param>
public sealed record DemoState(long Time, bool IsManual, DemoFault? Fault, IReadOnlyDictionary<int, DemoPrice> Prices);
