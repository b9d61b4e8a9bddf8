using PriceStream.Tests.Support;

namespace PriceStream.Tests.Streaming.Relay;

/// <summary>What instances publish and read while PostgreSQL is away.</summary>
public sealed class PostgresRelayOutageTests : PostgresRelayCase
{
    private PostgresServer server = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task While_the_store_is_away_the_holder_publishes_and_the_others_get_the_same_ids_later()
    {
        await One.PublishAsync("a", 11);
        await Other.ReadAsync();
        One.IsBuffering = true;
        await server.StopAsync();
        await One.PublishAsync("b", 12, 13);
        await One.PublishAsync("c", 14);
        Assert.False(await One.TryReadAsync());
        Assert.False(await Other.TryReadAsync());
        Assert.Equal(4, One.Hub.Last);

        await server.GoOnAsync();
        await One.ReadAsync();
        await One.FlushAsync();
        await One.ReadAsync();
        await Other.ReadAsync();
        await One.PublishAsync("d", 15);
        await Other.ReadAsync();

        Assert.Equal(Other.Hub.LastEventId, One.Hub.LastEventId);
        Assert.Equal(One.Hub.Epoch + "-5", One.Hub.LastEventId);
        Assert.Equal([11, 12, 13, 14, 15], One.Applied);
        Assert.Equal([11, 12, 13, 14, 15], Other.Applied);
    }

    [Fact]
    public async Task An_outage_is_logged_by_the_storage_alone()
    {
        await server.StopAsync();
        Assert.False(await Other.TryReadAsync());
        await server.GoOnAsync();
        Assert.True(await Other.TryReadAsync());

        Assert.DoesNotContain(Other.Lines.All, line => line.Contains("available", StringComparison.Ordinal));
    }

    private protected override async Task<PostgresDatabase> CreateDatabaseAsync() =>
        await PostgresDatabase.CreateOnAsync(server = await PostgresServer.StartAsync());
}
