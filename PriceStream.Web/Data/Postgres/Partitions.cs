using System.Collections.Concurrent;
using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Creates a partition when a write first needs it, and drops those that lie wholly in the past.</summary>
internal sealed class Partitions(PostgresSource source, TimeProvider clock)
{
    private readonly ConcurrentDictionary<PostgresTable, IReadOnlyList<Partition>> known = new();

    /// <summary>Creates the partitions that rows of these times need.</summary>
    public async Task EnsureAsync(PostgresTable table, IReadOnlyCollection<long> times, CancellationToken cancellationToken)
    {
        if (times.Count == 0 || table.MissingIn(await KnownAsync(table, cancellationToken), times, Latest(table)).Count == 0)
        {
            return;
        }

        await using var connection = await source.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // One instance after the other; the second finds what the first has created.
        await PartitionStatements.LockAsync(connection, table, cancellationToken);
        var present = await PartitionStatements.ReadAsync(connection, table, cancellationToken);
        foreach (var partition in table.MissingIn(present, times, Latest(table)))
        {
            await PartitionStatements.CreateAsync(connection, table, partition, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        known.TryRemove(table, out _);
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

    /// <summary>Call when the database may be another one.</summary>
    public void Forget() => known.Clear();

    // A time in the future must not make the present old.
    private long Latest(PostgresTable table) => clock.GetUtcNow().ToUnixTimeSeconds() + table.Span;

    private async ValueTask<IReadOnlyList<Partition>> KnownAsync(PostgresTable table, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(table, out var present))
        {
            return present;
        }

        await using var connection = await source.OpenAsync(cancellationToken);
        return known[table] = await PartitionStatements.ReadAsync(connection, table, cancellationToken);
    }
}
