using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Admin;

namespace PriceStream.Tests.Admin;

/// <summary>How an action runs: once at a time, in the background when it takes long, with every error logged.</summary>
public sealed class AdminActionRunnerTests
{
    [Fact]
    public async Task A_long_action_continues_in_the_background_and_does_not_start_twice()
    {
        await using var app = await AdminClient.StartSiteAsync();
        var runner = app.Services.GetRequiredService<AdminActionRunner>();
        var (ends, starts) = (new TaskCompletionSource(), 0);
        var action = ActionOf(_ =>
        {
            Interlocked.Increment(ref starts);
            return ends.Task;
        });

        var (first, second) = (runner.RunAsync(action), runner.RunAsync(action));
        await Eventually.TrueAsync(() => Volatile.Read(ref starts) > 0, "the action starts");
        Assert.False(first.IsCompleted || second.IsCompleted);
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(1, starts);
        ends.SetResult();
    }

    [Fact]
    public async Task A_failed_action_is_logged_and_can_be_run_again()
    {
        await using var app = await AdminClient.StartSiteAsync();
        var runner = app.Services.GetRequiredService<AdminActionRunner>();
        var runs = 0;
        var action = ActionOf(_ =>
        {
            runs++;
            throw new InvalidOperationException("the disk is gone");
        });

        await runner.RunAsync(action);
        await runner.RunAsync(action);

        Assert.Equal(2, runs);
        const string Failed = "The administrator's request failed: a test";
        Assert.Equal(2, app.Log.All.Count(line => line.Contains(Failed, StringComparison.Ordinal)));
    }

    private static AdminAction ActionOf(Func<CancellationToken, Task> run) => new("Test", "Test", "a test", "Tested.", run);
}
