using PriceStream.Tests.Support;
using PriceStream.Web.Admin;
using PriceStream.Web.Requests;

namespace PriceStream.Tests.Admin;

/// <summary>How often an address may try a password.</summary>
public sealed class LoginAttemptsTests
{
    private static readonly ClientAddress Home = AddressOf(1);

    private readonly SettableClock clock = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly LoginAttempts attempts;

    public LoginAttemptsTests() => attempts = new(clock);

    [Fact]
    public void No_number_of_other_addresses_locks_an_address_out()
    {
        for (var stranger = 2; stranger < 1000; stranger++)
        {
            UseUp(AddressOf(stranger));
        }

        Assert.Null(attempts.TryBegin(Home));
    }

    [Fact]
    public void An_address_without_attempts_left_gets_one_a_minute()
    {
        UseUp(Home);
        Assert.Equal(LoginAttempts.Interval, attempts.TryBegin(Home));

        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(40), attempts.TryBegin(Home));
        clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(attempts.TryBegin(Home));
        Assert.Equal(LoginAttempts.Interval, attempts.TryBegin(Home));

        clock.Advance(LoginAttempts.AtOnce * LoginAttempts.Interval);
        UseUp(Home); // all of them are restored
    }

    [Fact]
    public void The_right_password_resets_the_attempts_of_its_address()
    {
        for (var logins = 0; logins < 100; logins++)
        {
            Assert.Null(attempts.TryBegin(Home));
            attempts.Succeeded(Home);
        }
    }

    [Fact]
    public void An_attempt_whose_password_was_not_checked_does_not_count()
    {
        for (var tries = 0; tries < 100; tries++)
        {
            Assert.Null(attempts.TryBegin(Home));
            attempts.TakeBack(Home);
        }
    }

    [Fact]
    public void A_clock_that_is_set_back_makes_nobody_wait_longer_than_for_all_attempts()
    {
        UseUp(Home);
        clock.SetAhead(TimeSpan.FromDays(-1));
        Assert.InRange(attempts.TryBegin(Home)!.Value, TimeSpan.Zero, LoginAttempts.AtOnce * LoginAttempts.Interval);
    }

    [Fact]
    public void The_table_of_addresses_is_bounded_and_keeps_those_that_tried_most()
    {
        UseUp(Home);
        for (var stranger = 2; stranger < LoginAttempts.MaxAddresses + 1000; stranger++)
        {
            Assert.Null(attempts.TryBegin(AddressOf(stranger)));
        }

        Assert.Equal(LoginAttempts.MaxAddresses, attempts.Addresses);
        Assert.NotNull(attempts.TryBegin(Home));

        clock.Advance(LoginAttempts.AtOnce * LoginAttempts.Interval);
        Assert.Null(attempts.TryBegin(AddressOf(1_000_000)));
        Assert.Equal(1, attempts.Addresses);
    }

    private static ClientAddress AddressOf(int number) => new(IsV6: false, Bits: (ulong)number);

    private void UseUp(ClientAddress address)
    {
        for (var tries = 0; tries < LoginAttempts.AtOnce; tries++)
        {
            Assert.Null(attempts.TryBegin(address));
        }

        Assert.NotNull(attempts.TryBegin(address));
    }
}
