using System.Data;
using System.Runtime.ExceptionServices;
using Npgsql;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Runs writes in one transaction of two round trips: all statements, and the commit.</summary>
internal sealed class PostgresWrites(PostgresSource source, Partitions partitions)
{
    // The server ends the transaction of a writer that was suspended, so that another can take over. A wait for a lock outlasts that.
    private const string Limits = """
        SELECT set_config('lock_timeout', '3s', true), set_config('statement_timeout', '5s', true),
            set_config('idle_in_transaction_session_timeout', '2s', true)
        """;

    private const int Attempts = 3;

    private const int Timeout = 7; // seconds, more than the server's own limits

    /// <returns>How many rows were deleted.</returns>
    /// <exception cref="LeaseLostException">The lease has passed to another instance. Nothing is written.</exception>
    public async Task<int> RunAsync(IReadOnlyList<StoreWrite> writes, long? epoch, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await EnsurePartitionsAsync(writes, cancellationToken);
                return await RunOnceAsync(writes, epoch, cancellationToken);
            }
            catch (PostgresException exception) when (attempt < Attempts && MayWorkAtOnce(exception))
            {
                partitions.Forget();
            }
        }
    }

    // Two writers locked rows in a different order, or another instance has just dropped the partition of these rows.
    private static bool MayWorkAtOnce(PostgresException exception) => exception.SqlState is PostgresErrorCodes.DeadlockDetected
        or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.CheckViolation;

    private async Task EnsurePartitionsAsync(IReadOnlyList<StoreWrite> writes, CancellationToken cancellationToken)
    {
        var windows = writes.OfType<SaveWindows>().SelectMany(write => write.Windows)
            .GroupBy(window => window.Window.Width, window => window.Window.Time);
        foreach (var ofWidth in windows)
        {
            await partitions.EnsureAsync(PostgresTable.Of(ofWidth.Key), ofWidth.ToHashSet(), cancellationToken);
        }

        var ticks = writes.OfType<SavePrices>().SelectMany(write => PriceStatements.Times(write.Updates)).ToHashSet();
        await partitions.EnsureAsync(PostgresTable.Of(0), ticks, cancellationToken);
    }

    private async Task<int> RunOnceAsync(IReadOnlyList<StoreWrite> writes, long? epoch, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var stored = await SendAsync(connection, writes, epoch is not null, cancellationToken);
        if (epoch is { } mine)
        {
            await FenceStatements.EnforceAsync(connection, mine, stored, cancellationToken);
        }

        foreach (var entry in writes.OfType<AppendToRelay>())
        {
            await PostgresRelayStatements.AppendAsync(connection, transaction, entry, cancellationToken);
        }

        var deleted = 0L;
        foreach (var limits in writes.OfType<Prune>().Select(prune => prune.Limits))
        {
            deleted += await partitions.DropAsync(transaction, limits, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return (int)Math.Min(deleted, int.MaxValue);
    }

    /// <returns>The stored epoch.</returns>
    private static async Task<long?> SendAsync(
        NpgsqlConnection connection, IReadOnlyList<StoreWrite> writes, bool isFenced, CancellationToken cancellationToken)
    {
        // Between two of these statements the server waits as in an idle transaction. Without the barriers, a writer that is suspended
        // halfway through sending them would keep its locks for hours.
        await using var batch = new NpgsqlBatch(connection)
        {
            EnableErrorBarriers = true, Timeout = Timeout, BatchCommands = { new(Limits) },
        };
        if (isFenced)
        {
            batch.BatchCommands.Add(FenceStatements.Check());
        }

        foreach (var command in writes.SelectMany(Commands))
        {
            batch.BatchCommands.Add(command);
        }

        return await ExecuteAsync(batch, isFenced, cancellationToken);
    }

    private static async Task<long?> ExecuteAsync(NpgsqlBatch batch, bool isFenced, CancellationToken cancellationToken)
    {
        try
        {
            long? epoch = null;
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            var isNext = await reader.NextResultAsync(cancellationToken);
            if (isFenced && isNext && await reader.ReadAsync(cancellationToken))
            {
                epoch = reader.GetInt64(0);
            }

            while (await reader.NextResultAsync(cancellationToken))
            {
                // The other statements return no rows.
            }

            return epoch;
        }
        catch (NpgsqlException exception) when (exception.InnerException is AggregateException { InnerExceptions: [var first, ..] })
        {
            ExceptionDispatchInfo.Throw(first); // the others only say that the transaction has failed
            throw;
        }
    }

    private static IEnumerable<NpgsqlBatchCommand> Commands(StoreWrite write) => write switch
    {
        SavePrices prices => PriceStatements.Save(prices.Updates),
        SaveWindows windows => WindowStatements.Save(windows.Windows, windows.Origin),
        SaveItems items => [ItemStatements.Save(items.Items)],
        MarkWindow mark => [ImportStatements.Mark(mark)],
        MarkRolledUp mark => [ImportStatements.Mark(mark)],
        MarkSeries mark => [ImportStatements.Mark(mark)],
        ForgetWindows forget => [ImportStatements.ForgetWindows(forget)],
        ForgetSeries => [ImportStatements.ForgetSeries()],
        Prune or AppendToRelay => [], // later, once the fence has let this writer through
        _ => throw new ArgumentException($"this write is unknown: {write.GetType().Name}", nameof(write)),
    };
}
