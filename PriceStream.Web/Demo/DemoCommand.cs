namespace PriceStream.Web.Demo;

/// <summary>A tester's request to change the demo market. What is null stays as it is.</summary>
/// <param name="Reset">Return to the state after a start, before anything else of this command: see <see cref="DemoControl"/>.</param>
/// <param name="Manual">Whether time stands still until it is stepped.</param>
/// <param name="Clear">Forget the prices that were set.</param>
/// <param name="EndFault">End the fault.</param>
/// <param name="Step">Seconds to move time on before the market is polled; null: no poll.</param>
/// <param name="Move">Seconds to move time on without a poll.</param>
/// <param name="Set">Prices by item; a side that is null stays as it is.</param>
public sealed record DemoCommand(
    bool Reset,
    bool? Manual,
    bool Clear,
    bool EndFault,
    DemoFault? Fault,
    int? Step,
    int? Move,
    IReadOnlyDictionary<int, (long? High, long? Low)> Set);
