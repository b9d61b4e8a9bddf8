using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Postgres;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>The lease as a row of a real PostgreSQL server.</summary>
public sealed class PostgresLeaseTests : IAsyncLifetime
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(1); // shorter than the server has been running

    private readonly SettableClock clock = new(DateTimeOffset.UnixEpoch);
    private readonly List<IDisposable> owned = [];
    private ScratchPostgres server = null!;
    private PostgresLease one = null!;
    private PostgresLease other = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await ScratchPostgres.StartAsync();
        (one, other) = (Create(), Create());
    }

    public async ValueTask DisposeAsync()
    {
        owned.ForEach(thing => thing.Dispose());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task One_instance_holds_the_lease_and_renews_it_under_the_same_number()
    {
        Assert.True(await one.TryHoldAsync(Minutes, Cancellation));
        Assert.False(await other.TryHoldAsync(Minutes, Cancellation));
        Assert.True(await one.TryHoldAsync(Minutes, Cancellation));

        Assert.Equal(1, one.Epoch);
        Assert.Null(other.Epoch);
    }

    [Fact]
    public async Task An_expired_lease_passes_on_under_a_higher_number_and_the_holder_before_notices()
    {
        await one.TryHoldAsync(Minutes, Cancellation);
        await ExpireAsync();

        Assert.True(await other.TryHoldAsync(Moment, Cancellation));
        await server.ExecuteAsync("UPDATE lease SET until = now() + interval '1 h'");
        Assert.False(await one.TryHoldAsync(Moment, Cancellation));

        Assert.Equal(2, other.Epoch);
        Assert.Null(one.Epoch);
    }

    [Fact]
    public async Task A_released_lease_can_be_taken_at_once_even_after_a_restart_of_the_server()
    {
        await one.TryHoldAsync(Minutes, Cancellation);
        await one.ReleaseAsync(Cancellation);
        Assert.Null(one.Epoch);
        await RestartAsync();

        Assert.True(await other.TryHoldAsync(Minutes, Cancellation));
    }

    [Fact]
    public async Task A_holder_whose_lease_has_expired_renews_it_under_the_same_number_if_nobody_has_taken_it()
    {
        await one.TryHoldAsync(Minutes, Cancellation);
        await ExpireAsync();

        Assert.True(await one.TryHoldAsync(Minutes, Cancellation));

        Assert.Equal(1, one.Epoch);
        Assert.False(await other.TryHoldAsync(Minutes, Cancellation));
    }

    [Fact]
    public async Task While_the_server_is_away_its_holder_keeps_the_lease_and_nobody_else_can_take_it()
    {
        await one.TryHoldAsync(Minutes, Cancellation);
        await server.StopAsync();

        Assert.True(await one.TryHoldAsync(Minutes, Cancellation));
        Assert.Equal(1, one.Epoch);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => other.TryHoldAsync(Minutes, Cancellation));
        Assert.Equal("PostgreSQL does not answer", error.Message);
    }

    [Fact]
    public async Task After_a_restart_of_the_server_the_holder_before_is_the_first_that_may_take_an_expired_lease()
    {
        await one.TryHoldAsync(Moment, Cancellation);
        await RestartAsync();

        Assert.False(await other.TryHoldAsync(Minutes, Cancellation)); // it asks first, but saw nothing of the restart
        Assert.True(await one.TryHoldAsync(Minutes, Cancellation));
        Assert.Equal(1, one.Epoch);
    }

    [Fact]
    public async Task An_instance_that_saw_the_server_away_waits_for_the_length_of_a_lease()
    {
        await one.TryHoldAsync(Moment, Cancellation);
        await server.StopAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => other.TryHoldAsync(Moment, Cancellation));
        await server.GoOnAsync();

        Assert.False(await other.TryHoldAsync(Moment, Cancellation));
        clock.Advance(Moment);

        Assert.True(await other.TryHoldAsync(Moment, Cancellation));
        Assert.Equal(2, other.Epoch);
    }

    [Fact]
    public async Task A_renewal_that_failed_is_retried_and_so_comes_before_anybody_else()
    {
        await one.TryHoldAsync(Minutes, Cancellation);
        await server.StopAsync();
        await one.TryHoldAsync(Minutes, Cancellation);
        await server.GoOnAsync();
        await ExpireAsync();

        await one.RetryAsync(Cancellation);

        Assert.Equal(true, await server.ExecuteAsync("SELECT until > now() + interval '4 minutes' FROM lease"));
        await ExpireAsync();
        await one.RetryAsync(Cancellation); // nothing is due any more
        Assert.Equal(false, await server.ExecuteAsync("SELECT until > now() FROM lease"));
    }

    [Fact]
    public async Task A_holder_that_is_suspended_inside_a_write_does_not_hold_up_the_takeover()
    {
        await one.TryHoldAsync(Moment, Cancellation);
        await using var suspended = await server.ConnectAsync();
        await using (var write = new NpgsqlCommand(
            "BEGIN; SET LOCAL idle_in_transaction_session_timeout = '2s'; SELECT epoch FROM lease WHERE id = 1 FOR SHARE", suspended))
        {
            await write.ExecuteNonQueryAsync(Cancellation);
        }

        var start = TimeProvider.System.GetTimestamp();
        Assert.True(await other.TryHoldAsync(Moment, Cancellation));

        Assert.Equal(2, other.Epoch);
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_restart_that_nobody_noticed_breaks_no_call()
    {
        await one.TryHoldAsync(Minutes, Cancellation);
        await other.TryHoldAsync(Minutes, Cancellation);
        await RestartAsync();

        Assert.False(await other.TryHoldAsync(Minutes, Cancellation));
        await one.TryHoldAsync(Minutes, Cancellation);

        Assert.Equal(true, await server.ExecuteAsync("SELECT until > now() + interval '299 s' FROM lease"));
    }

    [Fact]
    public async Task While_a_holder_writes_nobody_takes_over_and_the_write_is_still_covered()
    {
        await one.TryHoldAsync(Moment, Cancellation);
        await using var writer = await server.Source.OpenConnectionAsync(Cancellation);
        await using var write = await writer.BeginTransactionAsync(Cancellation);
        await using (var check = new NpgsqlCommand("SELECT epoch FROM lease WHERE id = 1 FOR SHARE", writer))
        {
            await check.ExecuteNonQueryAsync(Cancellation);
        }

        var takeover = other.TryHoldAsync(Moment, Cancellation);
        await Eventually.TrueAsync(
            async () => await server.ExecuteAsync("SELECT count(*) FROM pg_locks WHERE NOT granted") is > 0L, "the takeover waits");
        Assert.False(takeover.IsCompleted);
        await write.CommitAsync(Cancellation);

        Assert.True(await takeover);
    }

    [Fact]
    public async Task Only_one_of_many_instances_takes_the_lease()
    {
        var leases = Enumerable.Range(0, 10).Select(_ => Create()).ToList();

        var answers = await Task.WhenAll(leases.Select(lease => lease.TryHoldAsync(Minutes, Cancellation)));

        Assert.Single(answers, held => held);
    }

    private PostgresLease Create()
    {
        var source = server.CreateSource();
        var lease = new PostgresLease(source, clock);
        owned.AddRange([lease, source]);
        return lease;
    }

    private Task<object?> ExpireAsync() => server.ExecuteAsync("UPDATE lease SET until = now() - interval '1 s'");

    private async Task RestartAsync()
    {
        await server.StopAsync();
        await server.GoOnAsync();
    }
}
