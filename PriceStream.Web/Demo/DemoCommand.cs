namespace PriceStream.Web.Demo;

/// <summary>What a tester wants of the demo market; what is null stays as it is.</summary>
/// <param name="Manual">Whether time stands until it is stepped.</param>
/// <param name="Clear">Forget the prices that were set.</param>
/// <param name="EndFault">No fault any more.</param>
/// <param name="Step">Seconds by which time moves on; then the market is polled.</param>
/// <param name="Move">Seconds by which time moves on, and no more.</param>
/// <param name="Set">Prices by item; a side that is null stays as it is.</param>
public sealed record DemoCommand(
    bool? Manual, bool Clear, bool EndFault, DemoFault? Fault, int? Step, int? Move, IReadOnlyDictionary<int, (long? High, long? Low)> Set);
