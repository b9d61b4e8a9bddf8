using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PriceStream.Web.Jobs;

/// <summary>Records each job's last run: when, for how long, and with what outcome.</summary>
public sealed class JobLog
{
    private readonly ConcurrentDictionary<string, JobReport> reports = new();
    private readonly ConcurrentDictionary<string, JobPlan> plans = new();
    private readonly TimeProvider clock;
    private readonly Counter<long> runs;
    private readonly Counter<long> failures;

    public JobLog(TimeProvider clock, IMeterFactory meters)
    {
        this.clock = clock;
        var meter = meters.Create("pricestream.jobs");
        runs = meter.CreateCounter<long>("pricestream.jobs.runs", "{run}", "Runs of jobs, by job");
        failures = meter.CreateCounter<long>("pricestream.jobs.failures", "{run}", "Runs of jobs in which something went wrong, by job");
    }

    /// <summary>Ordered by name.</summary>
    public IReadOnlyList<JobReport> Reports
    {
        get
        {
            var now = clock.GetUtcNow();
            return
            [
                .. reports.Values.OrderBy(report => report.Name, StringComparer.Ordinal)
                    .Select(report => report with { Next = plans.GetValueOrDefault(report.Name)?.Cadence.Next(now) }),
            ];
        }
    }

    /// <summary>Adds a job that has not run yet.</summary>
    public void Add(JobPlan plan)
    {
        plans[plan.Name] = plan;
        reports.TryAdd(plan.Name, new() { Name = plan.Name, Cadence = plan.Cadence.Text });
    }

    /// <summary>Runs the job and records the outcome. Exceptions are recorded and rethrown.</summary>
    public async Task RunAsync(string name, Func<Task> run)
    {
        var (started, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        Change(name, report => report.Start(started));
        string? problem = "stopped";
        try
        {
            await run();
            problem = plans.GetValueOrDefault(name)?.Problem?.Invoke();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            problem = $"{exception.GetType().Name}: {exception.Message}";
            throw;
        }
        finally
        {
            var duration = clock.GetElapsedTime(timestamp);
            Change(name, report => report.End(started, duration, problem));
            Count(name, failed: problem is not null);
        }
    }

    private void Count(string name, bool failed)
    {
        var job = new KeyValuePair<string, object?>("task", name); // Prometheus itself uses the label "job"
        runs.Add(1, job);
        failures.Add(failed ? 1 : 0, job);
    }

    private void Change(string name, Func<JobReport, JobReport> change) => reports.AddOrUpdate(
        name, added => change(new() { Name = added, Cadence = Cadence.WhenAsked.Text }), (_, report) => change(report));
}
