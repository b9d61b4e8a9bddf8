using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Jobs;

namespace PriceStream.Tests.Jobs;

/// <summary>What the log keeps of a job's runs.</summary>
public sealed class JobLogTests : IDisposable
{
    private readonly SettableClock clock = new(DateTimeOffset.FromUnixTimeSeconds(FakeUpstream.Start));
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly JobLog log;
    private string? problem;

    public JobLogTests()
    {
        log = new(clock, services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        log.Add(new("Sweep", typeof(object), Cadence.EveryMinute, Problem: () => problem));
    }

    private JobReport Report => Assert.Single(log.Reports);

    [Fact]
    public void A_job_that_has_not_run_yet_reports_its_cadence_and_next_run() =>
        Assert.Equal(new() { Name = "Sweep", Cadence = "every minute", Next = clock.GetUtcNow().AddMinutes(1) }, Report);

    [Fact]
    public async Task A_run_is_reported_while_it_is_running_and_when_it_has_ended()
    {
        var started = clock.GetUtcNow();
        await log.RunAsync("Sweep", () =>
        {
            Assert.Equal(started, Report.RunningSince);
            clock.Advance(TimeSpan.FromSeconds(2));
            return Task.CompletedTask;
        });

        Assert.Null(Report.RunningSince);
        Assert.Equal((started, TimeSpan.FromSeconds(2), null), (Report.LastRun, Report.LastDuration, Report.LastProblem));
        Assert.Equal((1, 0, null), (Report.Runs, Report.Failures, Report.LastFailure));
    }

    [Fact]
    public async Task A_problem_that_is_not_thrown_is_reported_and_survives_the_next_good_run()
    {
        var started = clock.GetUtcNow();
        problem = "the source is down";
        await log.RunAsync("Sweep", () => Task.CompletedTask);
        Assert.Equal("the source is down", Report.LastProblem);

        problem = null;
        await log.RunAsync("Sweep", () => Task.CompletedTask);

        Assert.Null(Report.LastProblem);
        Assert.Equal((2, 1, (started, "the source is down")), (Report.Runs, Report.Failures, Report.LastFailure!.Value));
    }

    [Fact]
    public async Task An_exception_is_reported_and_rethrown()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => log.RunAsync("Sweep", () => throw new InvalidOperationException("the broom broke")));

        Assert.Equal("InvalidOperationException: the broom broke", Report.LastProblem);
    }

    [Fact]
    public async Task A_run_interrupted_by_shutdown_is_reported_as_stopped()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() => log.RunAsync("Sweep", () => throw new OperationCanceledException()));

        Assert.Equal("stopped", Report.LastProblem);
    }

    [Fact]
    public async Task A_job_outside_the_table_runs_only_when_asked()
    {
        await log.RunAsync("Unplanned", () => Task.CompletedTask);

        var report = log.Reports.Single(report => report.Name == "Unplanned");
        Assert.Equal(("when asked", null), (report.Cadence, report.Next));
    }

    public void Dispose() => services.Dispose();
}
