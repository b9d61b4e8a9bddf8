using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Postgres;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>Two instances that share the lease in a database of a real PostgreSQL server.</summary>
public abstract class LeaseCase : IAsyncLifetime
{
    private readonly List<IDisposable> owned = [];

    private protected static TimeSpan Minutes { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Shorter than the server has been running.</summary>
    private protected static TimeSpan Moment { get; } = TimeSpan.FromMicroseconds(1);

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected SettableClock Clock { get; } = new(DateTimeOffset.UnixEpoch);

    private protected PostgresDatabase Database { get; private set; } = null!;

    private protected PostgresLease One { get; private set; } = null!;

    private protected PostgresLease Other { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await CreateDatabaseAsync();
        (One, Other) = (Create(), Create());
    }

    public virtual async ValueTask DisposeAsync()
    {
        owned.ForEach(thing => thing.Dispose());
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected virtual Task<PostgresDatabase> CreateDatabaseAsync() => PostgresDatabase.CreateAsync();

    private protected PostgresLease Create()
    {
        var source = NpgsqlDataSource.Create(Database.ConnectionString);
        var lease = new PostgresLease(source, Clock);
        owned.AddRange([lease, source]);
        return lease;
    }

    private protected Task<object?> ExpireAsync() => Database.RunAsync("UPDATE lease SET until = now() - interval '1 s'");
}
