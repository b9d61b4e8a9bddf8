using PriceStream.Tests.Support;

namespace PriceStream.Tests.Streaming.Relay;

/// <summary>Two instances that publish through a table of a real PostgreSQL database. The first holds the lease.</summary>
public abstract class PostgresRelayCase : IAsyncLifetime
{
    private readonly SettableClock clock = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
    private readonly List<RelayedInstance> instances = [];

    private protected static TimeSpan Minutes { get; } = TimeSpan.FromMinutes(5);

    private protected PostgresDatabase Database { get; private set; } = null!;

    private protected RelayedInstance One { get; private set; } = null!;

    private protected RelayedInstance Other { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await CreateDatabaseAsync();
        (One, Other) = (await StartAsync(), await StartAsync());
        await One.HoldAsync(Minutes);
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }

        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected virtual Task<PostgresDatabase> CreateDatabaseAsync() => PostgresDatabase.CreateAsync();

    private protected async Task<RelayedInstance> StartAsync()
    {
        var instance = new RelayedInstance(Database, clock);
        instances.Add(instance);
        await instance.ReadAsync();
        return instance;
    }

    /// <summary>The lease expires, and the other instance takes it.</summary>
    private protected async Task TakeOverAsync()
    {
        await Database.RunAsync("UPDATE lease SET until = now() - interval '1 s'");
        Assert.True(await Other.HoldAsync(TimeSpan.FromMicroseconds(1))); // shorter than the server has been running
        await Database.RunAsync("UPDATE lease SET until = now() + interval '1 h'");
    }
}
