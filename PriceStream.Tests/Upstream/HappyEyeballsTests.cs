using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Upstream;

/// <summary>A name with several addresses, of which some are dead.</summary>
public sealed class HappyEyeballsTests
{
    private static readonly IPAddress Dead = IPAddress.Parse("2001:db8::9");

    private readonly FakeTimeProvider clock = new();
    private readonly List<IPAddress> attempts = [];

    [Fact]
    public async Task A_dead_IPv6_address_before_a_good_IPv4_address_costs_a_quarter_of_a_second()
    {
        var connected = ConnectAsync([Dead, IPAddress.Loopback], to => to.Equals(Dead) ? null : Stream.Null);
        Assert.Equal([Dead], attempts);
        Assert.False(connected.IsCompleted);

        clock.Advance(TimeSpan.FromMilliseconds(250));

        await connected;
        Assert.Equal([Dead, IPAddress.Loopback], attempts);
    }

    [Fact]
    public async Task An_address_that_refuses_is_followed_by_the_next_at_once()
    {
        await ConnectAsync([Dead, IPAddress.Loopback], to => to.Equals(Dead) ? throw new SocketException(111) : Stream.Null);

        Assert.Equal([Dead, IPAddress.Loopback], attempts);
    }

    [Fact]
    public async Task A_slow_first_address_may_still_win()
    {
        var slow = new TaskCompletionSource<Stream>();
        using var expected = new MemoryStream();
        var eyes = new HappyEyeballs(
            (_, _) => Task.FromResult<IPAddress[]>([Dead, IPAddress.Loopback]),
            (to, token) => to.Address.Equals(Dead) ? slow.Task : NeverAsync(token), clock);
        var connected = eyes.ConnectAsync(new("prices.example", 443), TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(1));
        slow.SetResult(expected);

        Assert.Same(expected, await connected);
    }

    [Fact]
    public async Task When_every_address_refuses_the_first_error_is_reported()
    {
        var error = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(
            [Dead, IPAddress.Loopback], to => throw new SocketException(to.Equals(Dead) ? 101 : 111)));

        Assert.Equal(101, error.NativeErrorCode);
    }

    [Fact]
    public async Task When_every_address_is_dead_the_time_limit_ends_the_attempt()
    {
        using var limit = new CancellationTokenSource();
        var connected = ConnectAsync([Dead, IPAddress.Loopback], _ => null, limit.Token);
        await limit.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connected);
    }

    [Fact]
    public void Families_take_turns_whatever_the_resolver_says()
    {
        IPAddress[] addresses = [Dead, IPAddress.IPv6Loopback, IPAddress.Loopback, IPAddress.Any];

        Assert.Equal([Dead, IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Any], HappyEyeballs.InTurn(addresses));
    }

    private Task<Stream> ConnectAsync(
        IPAddress[] addresses, Func<IPAddress, Stream?> connect, CancellationToken? cancellationToken = null)
    {
        var eyes = new HappyEyeballs(
            (_, _) => Task.FromResult(addresses),
            async (to, token) =>
            {
                attempts.Add(to.Address);
                return connect(to.Address) ?? await NeverAsync(token);
            },
            clock);
        return eyes.ConnectAsync(new("prices.example", 443), cancellationToken ?? TestContext.Current.CancellationToken).AsTask();
    }

    private static async Task<Stream> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return Stream.Null;
    }
}
