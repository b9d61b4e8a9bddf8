namespace PriceStream.Web.Jobs;

/// <summary>One row of the table of jobs.</summary>
/// <param name="Name">The name of the job's type, as the administrator's page and the metrics show it.</param>
/// <param name="Invocable">The type that the scheduler runs.</param>
/// <param name="When">Whether a run that is due may start; null for always.</param>
/// <param name="Problem">Returns the problem of a run that handled its error itself; null for none.</param>
public sealed record JobPlan(string Name, Type Invocable, Cadence Cadence, Func<bool>? When = null, Func<string?>? Problem = null)
{
    /// <summary>Whether a run that the scheduler's rule starts now is due and allowed.</summary>
    public bool MayRun(DateTimeOffset now) => Cadence.IsDue(now) && When?.Invoke() != false;
}
