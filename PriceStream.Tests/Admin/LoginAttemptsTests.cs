using Microsoft.Extensions.Time.Testing;
using PriceStream.Web.Admin;
using PriceStream.Web.Requests;

namespace PriceStream.Tests.Admin;

/// <summary>How often a password may be tried.</summary>
public sealed class LoginAttemptsTests
{
    private static readonly ClientAddress Home = new(IsV6: false, Bits: 1);

    private readonly FakeTimeProvider clock = new();
    private readonly LoginAttempts attempts;

    public LoginAttemptsTests() => attempts = new(clock);

    [Fact]
    public void Many_addresses_can_guess_no_faster_than_a_few()
    {
        var addresses = Enumerable.Range(1, 1000).Select(address => new ClientAddress(IsV6: false, Bits: (ulong)address));
        var allowed = addresses.Count(address => attempts.TryBegin(address) is null);
        Assert.Equal(LoginAttempts.OfAll, allowed);
    }

    [Fact]
    public void The_right_password_resets_the_attempts_of_its_address()
    {
        for (var logins = 0; logins < 10 * LoginAttempts.OfAll; logins++)
        {
            Assert.Null(attempts.TryBegin(Home));
            attempts.Succeeded(Home);
        }
    }

    [Fact]
    public void An_address_without_attempts_left_waits_until_the_window_ends()
    {
        for (var tries = 0; tries < LoginAttempts.OfAddress; tries++)
        {
            Assert.Null(attempts.TryBegin(Home));
        }

        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TimeSpan.FromMinutes(3), attempts.TryBegin(Home));
        Assert.Null(attempts.TryBegin(new ClientAddress(IsV6: false, Bits: 2)));
        clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Null(attempts.TryBegin(Home));
    }
}
