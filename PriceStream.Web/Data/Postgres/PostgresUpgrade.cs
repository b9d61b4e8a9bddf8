using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Creates the tables, or applies the missing migrations. A database that cannot be used is refused.</summary>
internal sealed partial class PostgresUpgrade(
    PostgresSource source, IDbContextFactory<PostgresDb> databases, PostgresSite site, TimeProvider clock, ILogger<PostgresUpgrade> logger)
{
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MigrationTimeout = TimeSpan.FromMinutes(10);

    /// <summary>What the first migration creates.</summary>
    private static readonly string[] Tables =
    [
        "items", "latest_prices", "fetched_windows", "fetched_series", "lease", "relay", "relay_head", "site",
        .. PostgresTable.All.Select(table => table.Name),
    ];

    private string Place => source.Connection.Place;

    /// <param name="meanwhile">Called when there is something to migrate; its result is disposed at the end.</param>
    /// <exception cref="DatabaseRefusedException">It cannot be used until the administrator has changed something.</exception>
    public async Task RunAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(meanwhile, cancellationToken);
        }
        catch (Exception exception) when (PostgresRefusals.Of(exception, source.Connection) is { } message)
        {
            throw new DatabaseRefusedException(message);
        }
    }

    private async Task PrepareAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var connection = await source.OpenAsync(cancellationToken);
        PostgresRefusals.RefuseOld(connection.PostgreSqlVersion, Place);
        if ((await PendingAsync(db, cancellationToken)).Pending.Count > 0)
        {
            // Held by a connection of its own, because a transaction of the migrations ends with each of them.
            await using var transaction = await LockAsync(connection, cancellationToken);
            var (pending, newest) = await PendingAsync(db, cancellationToken); // another instance may have been faster
            if (newest is null)
            {
                PostgresRefusals.RefuseOthers(Place, await SiteStatements.ReadTablesAsync(connection, Tables, cancellationToken));
            }

            await MigrateAsync(db, newest, pending, meanwhile);
            await transaction.CommitAsync(cancellationToken);
        }

        PostgresRefusals.RefuseMode(Place, await SiteStatements.ClaimAsync(connection, site.Mode, cancellationToken), site);
    }

    // Tried again and again: behind a pooler, a transaction that waits may hold the connection that the upgrade needs.
    private async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            if (await SiteStatements.TryLockAsync(connection, cancellationToken))
            {
                return transaction;
            }

            await transaction.DisposeAsync();
            await Task.Delay(LockRetry, clock, cancellationToken);
        }
    }

    private async Task<(List<string> Pending, string? Newest)> PendingAsync(PostgresDb db, CancellationToken cancellationToken)
    {
        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        PostgresRefusals.RefuseNewer(Place, applied, known);
        return ([.. known.Except(applied)], applied.LastOrDefault());
    }

    // Never cancelled: the server rolls back half a migration, but a stop would also leave a start that others wait for.
    private async Task MigrateAsync(PostgresDb db, string? newest, List<string> pending, Func<Task<IAsyncDisposable>>? meanwhile)
    {
        if (pending.Count == 0)
        {
            return;
        }

        db.Database.SetCommandTimeout(MigrationTimeout);
        if (newest is null)
        {
            await db.Database.MigrateAsync(CancellationToken.None);
            Created(Place);
            return;
        }

        await using var _ = meanwhile is null ? null : await meanwhile();
        var start = clock.GetTimestamp();
        Upgrading(Place, newest, pending[^1]);
        await db.Database.MigrateAsync(CancellationToken.None);
        var seconds = clock.GetElapsedTime(start).TotalSeconds;
        Upgraded(seconds);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Created the tables in the database {Place}")]
    private partial void Created(string place);

    [LoggerMessage(Level = LogLevel.Information, Message = "Upgrading the database {Place} from {From} to {To}")]
    private partial void Upgrading(string place, string from, string to);

    [LoggerMessage(Level = LogLevel.Information, Message = "Upgraded the database in {Seconds:0.0} s")]
    private partial void Upgraded(double seconds);
}
