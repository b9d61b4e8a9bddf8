using PriceStream.Tests.Support;
using PriceStream.Web.Data;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>Who may take the lease while the server is away, and when it is back.</summary>
public sealed class PostgresLeaseOutageTests : LeaseCase
{
    private PostgresServer server = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_released_lease_can_be_taken_at_once_even_after_a_restart_of_the_server()
    {
        await One.TryHoldAsync(Minutes, Cancellation);
        await One.ReleaseAsync(Cancellation);
        Assert.Null(One.Epoch);
        await RestartAsync();

        Assert.True(await Other.TryHoldAsync(Minutes, Cancellation));
    }

    [Fact]
    public async Task While_the_server_is_away_its_holder_keeps_the_lease_and_nobody_else_can_take_it()
    {
        await One.TryHoldAsync(Minutes, Cancellation);
        await server.StopAsync();

        Assert.True(await One.TryHoldAsync(Minutes, Cancellation));
        Assert.Equal(1, One.Epoch);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => Other.TryHoldAsync(Minutes, Cancellation));
        Assert.Equal("PostgreSQL does not answer", error.Message);
    }

    [Fact]
    public async Task After_a_restart_of_the_server_the_holder_before_is_the_first_that_may_take_an_expired_lease()
    {
        await One.TryHoldAsync(Moment, Cancellation);
        await RestartAsync();

        Assert.False(await Other.TryHoldAsync(Minutes, Cancellation)); // it asks first, but saw nothing of the restart
        Assert.True(await One.TryHoldAsync(Minutes, Cancellation));
        Assert.Equal(1, One.Epoch);
    }

    [Fact]
    public async Task An_instance_that_saw_the_server_away_waits_until_the_holder_has_had_time_to_come_back()
    {
        await One.TryHoldAsync(Moment, Cancellation);
        await server.StopAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Other.TryHoldAsync(Moment, Cancellation));
        await server.GoOnAsync();

        Assert.False(await Other.TryHoldAsync(Moment, Cancellation));
        Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(await Other.TryHoldAsync(Moment, Cancellation));
        Clock.Advance(TimeSpan.FromSeconds(10)); // an attempt of the holder may take that long

        Assert.True(await Other.TryHoldAsync(Moment, Cancellation));
        Assert.Equal(2, Other.Epoch);
    }

    [Fact]
    public async Task A_renewal_that_failed_is_retried_and_so_comes_before_anybody_else()
    {
        await One.TryHoldAsync(Minutes, Cancellation);
        await server.StopAsync();
        await One.TryHoldAsync(Minutes, Cancellation);
        await server.GoOnAsync();
        await ExpireAsync();

        await One.RetryAsync(Cancellation);

        Assert.Equal(true, await Database.RunAsync("SELECT until > now() + interval '4 minutes' FROM lease"));
        await ExpireAsync();
        await One.RetryAsync(Cancellation); // nothing is due any more
        Assert.Equal(false, await Database.RunAsync("SELECT until > now() FROM lease"));
    }

    [Fact]
    public async Task A_holder_that_was_suspended_and_replaced_learns_it_before_it_keeps_anything()
    {
        await One.TryHoldAsync(Minutes, Cancellation);
        await ExpireAsync();
        await Other.TryHoldAsync(Moment, Cancellation);
        await Database.RunAsync("UPDATE lease SET until = now() + interval '1 h'");

        Assert.True(await One.ConfirmAsync(Cancellation)); // its time has not passed, so nobody can have taken it
        Clock.Advance(Minutes);

        Assert.False(await One.ConfirmAsync(Cancellation));
        Assert.Null(One.Epoch);
    }

    [Fact]
    public async Task While_the_server_is_away_a_poll_of_the_holder_does_not_wait_for_the_renewal()
    {
        await One.TryHoldAsync(Minutes, Cancellation);
        await server.SuspendAsync();
        var renewal = One.TryHoldAsync(Minutes, Cancellation);
        Assert.True(await renewal); // it waits until its time is up
        var retry = One.RetryAsync(Cancellation);

        var poll = One.TryHoldAsync(Minutes, Cancellation);

        Assert.True(poll.IsCompletedSuccessfully && await poll);
        await server.WakeAsync();
        await retry;
    }

    [Fact]
    public async Task A_restart_that_nobody_noticed_breaks_no_call()
    {
        await One.TryHoldAsync(Minutes, Cancellation);
        await Other.TryHoldAsync(Minutes, Cancellation);
        await RestartAsync();

        Assert.False(await Other.TryHoldAsync(Minutes, Cancellation));
        await One.TryHoldAsync(Minutes, Cancellation);

        Assert.Equal(true, await Database.RunAsync("SELECT until > now() + interval '299 s' FROM lease"));
    }

    private protected override async Task<PostgresDatabase> CreateDatabaseAsync() =>
        await PostgresDatabase.CreateOnAsync(server = await PostgresServer.StartAsync());

    private async Task RestartAsync()
    {
        await server.StopAsync();
        await server.GoOnAsync();
    }
}
