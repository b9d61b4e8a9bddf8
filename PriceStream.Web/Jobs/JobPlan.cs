namespace PriceStream.Web.Jobs;

/// <summary>One row of the table of jobs.</summary>
/// <param name="Name">The name of the job's type, by which the administrator's page and the metrics know it.</param>
/// <param name="Invocable">The type that the scheduler runs.</param>
/// <param name="When">Whether a run that is due may start; null for always.</param>
/// <param name="Problem">What went wrong in a run that threw nothing, because the job can carry on; null for nothing.</param>
public sealed record JobPlan(string Name, Type Invocable, Cadence Cadence, Func<bool>? When = null, Func<string?>? Problem = null)
{
    /// <summary>Whether a run that the scheduler's rule starts now is due and allowed.</summary>
    public bool MayRun(DateTimeOffset now) => Cadence.IsDue(now) && When?.Invoke() != false;
}
