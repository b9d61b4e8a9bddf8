namespace PriceStream.Web.Demo;

/// <summary>A tester's command to the demo market. A null leaves things as they are.</summary>
/// <param name="Manual">Whether time stands still between steps.</param>
/// <param name="Clear">Clears the prices that were set.</param>
/// <param name="EndFailure">Ends the simulated failure.</param>
/// <param name="Step">Moves time on by this many seconds, and polls the market.</param>
/// <param name="Move">Moves time on by this many seconds without a poll.</param>
/// <param name="Set">Prices to set, by item; a null leaves its side as it is.</param>
public sealed record DemoCommand(
    bool? Manual, bool Clear, bool EndFailure, DemoFailure? Failure, int? Step, int? Move,
    IReadOnlyDictionary<int, (long? High, long? Low)> Set);
