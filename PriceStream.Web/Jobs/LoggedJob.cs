using Coravel.Invocable;

namespace PriceStream.Web.Jobs;

/// <summary>A job as the scheduler runs it: each run is recorded in the <see cref="JobLog"/>.</summary>
public sealed class LoggedJob<TJob>(TJob job, JobLog log) : IInvocable, ICancellableInvocable where TJob : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public Task Invoke()
    {
        job.CancellationToken = CancellationToken;
        return log.RunAsync(typeof(TJob).Name, job.Invoke);
    }
}
