using Npgsql;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>Who holds the lease: how it is taken, renewed and released.</summary>
public sealed class PostgresLeaseTests : LeaseCase
{
    [Fact]
    public async Task One_instance_holds_the_lease_and_renews_it_under_the_same_number()
    {
        Assert.True(await One.TryHoldAsync(Minutes, Cancellation));
        Assert.False(await Other.TryHoldAsync(Minutes, Cancellation));
        Assert.True(await One.TryHoldAsync(Minutes, Cancellation));

        Assert.Equal(1, One.Epoch);
        Assert.Null(Other.Epoch);
    }

    [Fact]
    public async Task An_expired_lease_passes_on_under_a_higher_number_and_the_holder_before_notices()
    {
        await One.TryHoldAsync(Minutes, Cancellation);
        await ExpireAsync();

        Assert.True(await Other.TryHoldAsync(Moment, Cancellation));
        await Database.RunAsync("UPDATE lease SET until = now() + interval '1 h'");
        Assert.False(await One.TryHoldAsync(Moment, Cancellation));

        Assert.Equal(2, Other.Epoch);
        Assert.Null(One.Epoch);
    }

    [Fact]
    public async Task A_holder_whose_lease_has_expired_renews_it_under_the_same_number_if_nobody_has_taken_it()
    {
        await One.TryHoldAsync(Minutes, Cancellation);
        await ExpireAsync();

        Assert.True(await One.TryHoldAsync(Minutes, Cancellation));

        Assert.Equal(1, One.Epoch);
        Assert.False(await Other.TryHoldAsync(Minutes, Cancellation));
    }

    [Fact]
    public async Task A_holder_that_is_suspended_inside_a_write_does_not_hold_up_the_takeover()
    {
        await One.TryHoldAsync(Moment, Cancellation);
        await using var suspended = await Database.ConnectAsync();
        await using (var write = new NpgsqlCommand(
            "BEGIN; SET LOCAL idle_in_transaction_session_timeout = '2s'; SELECT epoch FROM lease WHERE id = 1 FOR SHARE", suspended))
        {
            await write.ExecuteNonQueryAsync(Cancellation);
        }

        var start = TimeProvider.System.GetTimestamp();
        Assert.True(await Other.TryHoldAsync(Moment, Cancellation));

        Assert.Equal(2, Other.Epoch);
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task While_a_holder_writes_nobody_takes_over_and_the_write_is_still_covered()
    {
        await One.TryHoldAsync(Moment, Cancellation);
        await using var writer = await Database.ConnectAsync();
        await using var write = await writer.BeginTransactionAsync(Cancellation);
        await using (var check = new NpgsqlCommand("SELECT epoch FROM lease WHERE id = 1 FOR SHARE", writer))
        {
            await check.ExecuteNonQueryAsync(Cancellation);
        }

        var takeover = Other.TryHoldAsync(Moment, Cancellation);
        const string Waiting =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        await Eventually.TrueAsync(async () => await Database.RunAsync(Waiting) is > 0L, "the takeover waits");
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
}
