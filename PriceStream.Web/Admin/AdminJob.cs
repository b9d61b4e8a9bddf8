using static PriceStream.Web.Admin.AdminText;
using PriceStream.Web.Jobs;

namespace PriceStream.Web.Admin;

/// <summary>One row of the jobs' table, as text.</summary>
public sealed class AdminJob(JobReport report, AdminClock clock)
{
    private const string None = "–";

    public string Name => report.Name;

    public string Cadence => report.Cadence;

    public string Runs => Number(report.Runs) + (report.Failures > 0 ? $", {Number(report.Failures)} failed" : "");

    public string LastRun => TimeOrNone(report.LastRun);

    public string Took
    {
        get
        {
            if (report.RunningSince is { } since)
            {
                return $"running for {clock.Ago(since)}";
            }

            return report.LastRun is null ? None : Span(report.LastDuration);
        }
    }

    /// <summary>The outcome of the last run: good, or what went wrong.</summary>
    public string Outcome => report.LastRun is null ? None : report.LastProblem ?? "good";

    public bool HasProblem => report.LastProblem is not null;

    /// <summary>The last failed run, if a good one has followed; otherwise null.</summary>
    public string? EarlierProblem =>
        report is { LastProblem: null, LastFailure: var (at, problem) } ? $"{Time(at)}: {problem}" : null;

    public string Next => TimeOrNone(report.Next);

    private static string TimeOrNone(DateTimeOffset? time) => time is { } known ? Time(known) : None;
}
