using System.Collections.Concurrent;
using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>
/// Creates a partition when a write first needs it. Where another program's lock prevents that, such as a dump's, the rows go to the
/// partition without a range, and are moved when it is created later. So no write waits for long, and none is refused.
/// </summary>
internal sealed partial class Partitions(PostgresSource source, TimeProvider clock, ILogger<Partitions> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<PostgresTable, IReadOnlyList<Partition>> known = new();
    private readonly ConcurrentDictionary<PostgresTable, long> failedAt = new();

    /// <summary>Creates the partitions that rows of these times need.</summary>
    public async Task EnsureAsync(PostgresTable table, IReadOnlyCollection<long> times, CancellationToken cancellationToken)
    {
        if (times.Count == 0 || IsPaused(table))
        {
            return;
        }

        var present = await KnownAsync(table, cancellationToken);
        var newest = Math.Max(times.Max(), present.Count == 0 ? long.MinValue : present.Max(partition => partition.To - 1));
        // A time in the future must not send the present to the partition without a range.
        newest = Math.Min(newest, clock.GetUtcNow().ToUnixTimeSeconds() + table.Span);
        var oldest = table.StartOf(newest) - (table.Spans - 1) * table.Span;
        var missing = times.Where(time => time >= oldest && !present.Any(partition => partition.Covers(time)))
            .Select(table.StartOf).Distinct().Order().ToList();
        foreach (var start in missing)
        {
            await TryCreateAsync(table, start, cancellationToken);
        }
    }

    /// <summary>Drops the partitions that end before these times, except for those that another program has locked.</summary>
    /// <returns>About how many rows they had.</returns>
    public async Task<long> DropAsync(
        NpgsqlTransaction transaction, IEnumerable<(int Width, long Before)> limits, CancellationToken cancellationToken)
    {
        var rows = 0L;
        foreach (var (width, before) in limits)
        {
            var table = PostgresTable.Of(width);
            foreach (var partition in (await KnownAsync(table, cancellationToken)).Where(partition => partition.To <= before))
            {
                rows += await PartitionStatements.DropAsync(transaction, partition.Name, cancellationToken) ?? 0;
                known.TryRemove(table, out _);
            }
        }

        return rows;
    }

    /// <summary>Call when a partition has been dropped, or the database may be another one.</summary>
    public void Forget() => known.Clear();

    private async ValueTask<IReadOnlyList<Partition>> KnownAsync(PostgresTable table, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(table, out var present))
        {
            return present;
        }

        await using var connection = await source.OpenAsync(cancellationToken);
        return known[table] = await PartitionStatements.ReadAsync(connection, table, cancellationToken);
    }

    private async Task TryCreateAsync(PostgresTable table, long start, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenAsync(cancellationToken);
            await PartitionStatements.CreateAsync(connection, table, start, cancellationToken);
            known.TryRemove(table, out _);
            failedAt.TryRemove(table, out _);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.CheckViolation or PostgresErrorCodes.InsufficientPrivilege)
        {
            failedAt[table] = clock.GetTimestamp();
            NotCreated(table.PartitionOf(start), exception.MessageText);
        }
    }

    private bool IsPaused(PostgresTable table) =>
        failedAt.TryGetValue(table, out var at) && clock.GetElapsedTime(at) < Pause;

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The partition {Name} cannot be created now, its rows go to another one until then: {Reason}")]
    private partial void NotCreated(string name, string reason);
}
