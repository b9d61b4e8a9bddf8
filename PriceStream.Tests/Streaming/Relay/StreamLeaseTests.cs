using PriceStream.Tests.Support;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Tests.Streaming.Relay;

/// <summary>The lease in a real Redis, and its fencing number.</summary>
public sealed class StreamLeaseTests : IAsyncLifetime
{
    private const string Poller = "pricestream:{test}:poller";
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    private readonly List<RelayConnection> connections = [];
    private RedisServer redis = null!;
    private StreamLease one = null!;
    private StreamLease other = null!;

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        (one, other) = (Create(), Create());
    }

    public async ValueTask DisposeAsync()
    {
        connections.ForEach(connection => connection.Dispose());
        await redis.DisposeAsync();
    }

    [Fact]
    public async Task A_renewal_keeps_the_number_and_a_takeover_raises_it()
    {
        Assert.True(await one.TryHoldAsync(Minutes));
        var first = one.Epoch;
        Assert.False(await other.TryHoldAsync(Minutes));
        Assert.Null(other.Epoch);
        Assert.True(await one.TryHoldAsync(Minutes));
        Assert.Equal(first, one.Epoch);

        await one.ReleaseAsync();
        Assert.Null(one.Epoch);
        Assert.True(await other.TryHoldAsync(Minutes));
        var second = other.Epoch;
        await other.ReleaseAsync();
        Assert.True(await one.TryHoldAsync(Minutes));

        Assert.True(first < second);
        Assert.True(second < one.Epoch);
    }

    [Fact]
    public async Task The_number_grows_even_after_Redis_has_lost_its_data()
    {
        await one.TryHoldAsync(Minutes);
        var before = one.Epoch;

        await redis.SendAsync("FLUSHALL");
        Assert.True(await other.TryHoldAsync(Minutes));
        Assert.False(await one.TryHoldAsync(Minutes));

        Assert.True(before < other.Epoch);
    }

    [Fact]
    public async Task The_number_grows_when_an_instance_of_an_older_version_has_held_the_lease_in_between()
    {
        await one.TryHoldAsync(Minutes);
        var before = one.Epoch;

        await redis.SendAsync($"SET {Poller} older");
        Assert.False(await one.TryHoldAsync(Minutes));
        await redis.SendAsync($"DEL {Poller}");
        Assert.True(await one.TryHoldAsync(Minutes));

        Assert.True(before < one.Epoch);
    }

    [Fact]
    public async Task A_holder_keeps_its_number_through_a_restart_of_Redis()
    {
        await one.TryHoldAsync(Minutes);
        var before = one.Epoch;
        await redis.StopAsync();
        await Assert.ThrowsAsync<RelayException>(() => one.TryHoldAsync(Minutes));
        Assert.Null(one.Epoch);
        await redis.GoOnAsync();

        await Eventually.TrueAsync(() => HoldsAsync(one), "the holder reaches Redis again");

        Assert.Equal(before, one.Epoch);
    }

    private StreamLease Create()
    {
        var options = new RedisOptions { Redis = redis.Address + ",connectTimeout=1000,asyncTimeout=1000" }.ToConfiguration()!;
        var connection = new RelayConnection(options, TimeProvider.System);
        connections.Add(connection);
        return new(new(connection, "test"));
    }

    private static async Task<bool> HoldsAsync(StreamLease lease)
    {
        try
        {
            return await lease.TryHoldAsync(Minutes);
        }
        catch (RelayException)
        {
            return false;
        }
    }
}
