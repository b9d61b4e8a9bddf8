namespace PriceStream.Web.Jobs;

/// <summary>What became of a job's runs since the start. Immutable.</summary>
/// <param name="RunningSince">Null when it is not running.</param>
/// <param name="LastRun">When its last run began; null before the first.</param>
/// <param name="LastProblem">What went wrong in its last run; null for nothing.</param>
/// <param name="LastFailure">The last run in which something went wrong, and what.</param>
public sealed record JobReport(
    string Name, string Cadence, DateTimeOffset? RunningSince = null, DateTimeOffset? LastRun = null, TimeSpan LastDuration = default, string? LastProblem = null,
    long Runs = 0, long Failures = 0, (DateTimeOffset At, string Problem)? LastFailure = null, DateTimeOffset? Next = null);
