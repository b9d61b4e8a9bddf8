namespace PriceStream.Web.Jobs;

/// <summary>The outcome of a job's runs since the start. Immutable.</summary>
public sealed record JobReport
{
    public required string Name { get; init; }

    /// <summary>When the job runs, human-readable.</summary>
    public required string Cadence { get; init; }

    /// <summary>Null while it is not running.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>When the last run started; null before the first.</summary>
    public DateTimeOffset? LastRun { get; init; }

    public TimeSpan LastDuration { get; init; }

    /// <summary>What went wrong in the last run; null when it succeeded.</summary>
    public string? LastProblem { get; init; }

    public long Runs { get; init; }

    public long Failures { get; init; }

    /// <summary>When something last went wrong, and what; null for never.</summary>
    public (DateTimeOffset At, string Problem)? LastFailure { get; init; }

    /// <summary>Null when no run is scheduled.</summary>
    public DateTimeOffset? Next { get; init; }

    public JobReport Start(DateTimeOffset at) => this with { RunningSince = at };

    public JobReport End(DateTimeOffset started, TimeSpan duration, string? problem) => this with
    {
        RunningSince = null,
        LastRun = started,
        LastDuration = duration,
        LastProblem = problem,
        Runs = Runs + 1,
        Failures = Failures + (problem is null ? 0 : 1),
        LastFailure = problem is null ? LastFailure : (started, problem),
    };
}
