namespace PriceStream.Web.Jobs;

/// <summary>A job as an administrator knows it.</summary>
/// <param name="Name">The job's type.</param>
/// <param name="Cadence">When it runs, for people.</param>
/// <param name="Next">Its next run after a time; null when it will not run.</param>
/// <param name="Problem">What went wrong in a run that threw nothing, because the job knows how to go on; null for nothing.</param>
public sealed record JobPlan(string Name, string Cadence, Func<DateTimeOffset, DateTimeOffset?> Next, Func<string?>? Problem = null)
{
    /// <summary>Every so often, at whole multiples of that since 1970, or so long after them.</summary>
    public static JobPlan Every<TJob>(TimeSpan period, string cadence, Func<string?>? problem = null, TimeSpan offset = default) =>
        new(typeof(TJob).Name, cadence, now => now.AddTicks(period.Ticks - (now - DateTimeOffset.UnixEpoch - offset).Ticks % period.Ticks), problem);
}
