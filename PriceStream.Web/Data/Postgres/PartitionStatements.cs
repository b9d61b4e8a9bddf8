using System.Globalization;
using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Lists, creates and drops partitions.</summary>
internal static class PartitionStatements
{
    // The lock of a partition that is dropped, and of the parent's, waits for every reader; meanwhile later readers wait for it.
    private const string Patience = "SET LOCAL lock_timeout = '300ms'";

    private const string Ranges = """
        SELECT partition.relname,
            substring(pg_get_expr(partition.relpartbound, partition.oid) FROM 'FROM \(''(-?\d+)''\)')::bigint AS from_time,
            substring(pg_get_expr(partition.relpartbound, partition.oid) FROM 'TO \(''(-?\d+)''\)')::bigint AS to_time
        FROM pg_inherits JOIN pg_class AS partition ON partition.oid = inhrelid
        WHERE inhparent = to_regclass($1)
        """;

    private const string Listed = $"SELECT * FROM ({Ranges}) AS ranges WHERE to_time IS NOT NULL ORDER BY from_time";

    private const string Rows = "SELECT greatest(reltuples, pg_stat_get_live_tuples(oid), 0)::bigint FROM pg_class WHERE oid = to_regclass($1)";

    // Vacuum after a fiftieth of new rows keeps an item's range an index-only scan. Rows are rarely updated.
    private const string Storage = """
        autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_insert_threshold = 1000,
        autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05
        """;

    /// <summary>The partitions that have a range, ascending.</summary>
    public static async Task<IReadOnlyList<Partition>> ReadAsync(
        NpgsqlConnection connection, PostgresTable table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Listed, connection) { Parameters = { PostgresParameter.Of(table.Name) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<Partition>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return found;
    }

    /// <summary>Creates a partition unless another instance has, and moves its rows there from the partition without a range.</summary>
    public static async Task CreateAsync(
        NpgsqlConnection connection, PostgresTable table, long start, CancellationToken cancellationToken)
    {
        var name = table.PartitionOf(start);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, Patience, cancellationToken);
        // One instance after the other. A partition is created beside the table and attached, which does not lock the table's readers out.
        await ExecuteAsync(connection, $"LOCK TABLE {table.Rest} IN ACCESS EXCLUSIVE MODE", cancellationToken);
        if (!(await ReadAsync(connection, table, cancellationToken)).Any(partition => partition.Covers(start)))
        {
            await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"""
                CREATE TABLE {name} (LIKE {table.Name} INCLUDING ALL) WITH ({Storage});
                WITH moved AS (DELETE FROM {table.Rest} WHERE time >= {start} AND time < {start + table.Span} RETURNING *)
                    INSERT INTO {name} SELECT * FROM moved;
                ALTER TABLE {table.Name} ATTACH PARTITION {name} FOR VALUES FROM ({start}) TO ({start + table.Span})
                """), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Drops a partition, unless another program has locked it.</summary>
    /// <returns>About how many rows it had; null when it could not be dropped.</returns>
    public static async Task<long?> DropAsync(NpgsqlTransaction transaction, string name, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        await using var count = new NpgsqlCommand(Rows, connection) { Parameters = { PostgresParameter.Of(name) } };
        if (await count.ExecuteScalarAsync(cancellationToken) is not long rows)
        {
            return null;
        }

        const string Before = "before_drop";
        await transaction.SaveAsync(Before, cancellationToken);
        try
        {
            await ExecuteAsync(connection, Patience, cancellationToken);
            await ExecuteAsync(connection, $"DROP TABLE IF EXISTS {name}", cancellationToken);
            await transaction.ReleaseAsync(Before, cancellationToken);
            return rows;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await transaction.RollbackAsync(Before, cancellationToken);
            return null;
        }
    }

    /// <summary>Deletes the old rows of the partitions without a range.</summary>
    public static IEnumerable<NpgsqlBatchCommand> DeleteRest(IEnumerable<(int Width, long Before)> limits) =>
        from limit in limits
        select new NpgsqlBatchCommand($"DELETE FROM {PostgresTable.Of(limit.Width).Rest} WHERE time < $1")
        {
            Parameters = { PostgresParameter.Of(limit.Before) },
        };

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
