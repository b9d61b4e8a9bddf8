using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Postgres.Faults;

/// <summary>The instance that polls is killed or suspended: another one goes on, and no client notices.</summary>
public sealed class TakeoverTests
{
    private const string Polls = "This instance polls the upstream now (lease until ";
    private const string HasTakenOver = "Another instance has taken over";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TwoPolls = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan BusyMachine = TimeSpan.FromSeconds(3);

    private static ITestOutputHelper Output => TestContext.Current.TestOutputHelper!;

    [Fact]
    public async Task Killed_the_other_instance_polls_within_two_polls_and_the_ids_go_on()
    {
        await using var sites = await PostgresSites.StartAsync(instances: 2);
        await sites.PollsAsync(2);

        await sites.One.KillAsync();
        await TakesOverAsync(sites);

        await sites.PollsAsync(2);
        await sites.Streams[1].HasAsync(1000 + sites.One.Polls);
        sites.Streams[1].AssertNumbered();
        AssertOnce(sites.Streams[1]);
    }

    [Fact]
    public async Task Suspended_during_a_poll_it_stores_and_publishes_nothing_of_it_when_it_wakes()
    {
        await using var sites = await PostgresSites.StartAsync(instances: 2);
        await sites.PollsAsync(1);
        var answer = sites.One.Upstream.Overrides["latest"];
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var suspended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        sites.One.Upstream.Overrides["latest"] = async context =>
        {
            sites.One.Upstream.Overrides["latest"] = answer;
            asked.SetResult();
            await suspended.Task;
            await answer(context);
        };

        await asked.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await sites.One.SignalAsync("STOP");
        var read = 1000 + sites.One.Polls + 1;
        suspended.SetResult();
        await TakesOverAsync(sites);
        await sites.One.SignalAsync("CONT");

        await IsFencedAsync(sites, read);
    }

    // Its statements wait for a lock. They succeed while it is suspended, and the server ends the transaction that never commits.
    [Fact]
    public async Task Suspended_inside_a_transaction_it_stores_and_publishes_nothing_of_it_when_it_wakes()
    {
        await using var sites = await PostgresSites.StartAsync(instances: 2);
        await sites.PollsAsync(1);
        await using var other = await sites.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE latest_prices IN EXCLUSIVE MODE", other);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => IsAsync(sites, "wait_event_type = 'Lock'"), "the writer waits");

        await sites.One.SignalAsync("STOP");
        var read = 1000 + sites.One.Polls;
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => IsAsync(sites, "state LIKE 'idle in transaction%'"), "its transaction waits");
        await TakesOverAsync(sites);
        await sites.One.SignalAsync("CONT");

        await IsFencedAsync(sites, read);
    }

    private static async Task<bool> IsAsync(PostgresSites sites, string condition) =>
        await sites.RunAsync($"SELECT count(*) FROM pg_stat_activity WHERE usename = '{PostgresSites.User}' AND {condition}") is > 0L;

    private static async Task TakesOverAsync(PostgresSites sites)
    {
        var start = TimeProvider.System.GetTimestamp();
        await sites.Other.LogsAsync(Polls);
        var time = TimeProvider.System.GetElapsedTime(start);
        Output.WriteLine($"Another instance polls after {time.TotalSeconds:0.0} s");
        Assert.True(time < TwoPolls + BusyMachine, $"{time}");
    }

    // It follows: its stream has what the other instance publishes, and nothing that the other does not have.
    private static async Task IsFencedAsync(PostgresSites sites, long read)
    {
        await sites.One.LogsAsync(HasTakenOver);
        await sites.PollsAsync(2);
        foreach (var stream in sites.Streams)
        {
            await stream.HasAsync(1000 + sites.One.Polls);
            stream.AssertNumbered();
            AssertOnce(stream);
            Assert.DoesNotContain(stream.Updates, update => update.High == read);
        }

        Assert.Equal(sites.Streams[1].Updates, sites.Streams[0].Updates.TakeLast(sites.Streams[1].Updates.Count));
        Assert.DoesNotContain(read, await sites.StoredAsync());
        Assert.Equal(await sites.StoredAsync(), (await sites.StoredAsync()).Distinct());
        Assert.Single(PostgresSites.Warnings(sites.One));
        Assert.Contains("pricestream_data_fenced_total{otel_scope_name=\"pricestream.data\"} 1", await sites.One.PageAsync("metrics"));
    }

    private static void AssertOnce(StreamRecorder stream)
    {
        var prices = stream.Updates.Where(update => update.Item == 2).Select(update => update.High).ToList();
        Assert.Equal(prices.Distinct().Order(), prices);
    }
}
