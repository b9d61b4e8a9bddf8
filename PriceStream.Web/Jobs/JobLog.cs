using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PriceStream.Web.Jobs;

/// <summary>Remembers of every job its last run, how long it took and what became of it.</summary>
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

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<JobReport> Reports =>
        [.. reports.Values.OrderBy(report => report.Name, StringComparer.Ordinal).Select(report => report with { Next = plans.GetValueOrDefault(report.Name)?.Next(clock.GetUtcNow()) })];

    public void Plan(JobPlan plan)
    {
        plans[plan.Name] = plan;
        reports.TryAdd(plan.Name, new(plan.Name, plan.Cadence));
    }

    /// <summary>Runs it and remembers. What it throws is thrown.</summary>
    public async Task RunAsync(string name, Func<Task> run)
    {
        var (started, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        Change(name, report => report with { RunningSince = started });
        string? problem = "stopped";
        try
        {
            await run();
            problem = plans.GetValueOrDefault(name)?.Problem?.Invoke();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            problem = $"{fault.GetType().Name}: {fault.Message}";
            throw;
        }
        finally
        {
            Ended(name, started, clock.GetElapsedTime(timestamp), problem);
        }
    }

    private void Ended(string name, DateTimeOffset started, TimeSpan duration, string? problem)
    {
        Change(name, report => report with
        {
            RunningSince = null,
            LastRun = started,
            LastDuration = duration,
            LastProblem = problem,
            Runs = report.Runs + 1,
            Failures = report.Failures + (problem is null ? 0 : 1),
            LastFailure = problem is null ? report.LastFailure : (started, problem),
        });
        var job = new KeyValuePair<string, object?>("task", name); // job is what Prometheus calls the site
        runs.Add(1, job);
        failures.Add(problem is null ? 0 : 1, job);
    }

    private void Change(string name, Func<JobReport, JobReport> change) =>
        reports.AddOrUpdate(name, added => change(new(added, "when asked")), (_, report) => change(report));
}
