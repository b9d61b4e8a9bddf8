using System.Globalization;
using Npgsql;
using static PriceStream.Web.Data.Postgres.PostgresParameter;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Lists, creates and drops partitions.</summary>
internal static class PartitionStatements
{
    // The lock of a partition that is dropped, and of its table, waits for every reader; meanwhile later readers wait for it.
    private const string Patience = "SET LOCAL lock_timeout = '300ms'";

    // A limit is a number in quotation marks, MINVALUE or MAXVALUE.
    private const string Listed = """
        SELECT partition.relname,
            coalesce(substring(pg_get_expr(partition.relpartbound, partition.oid) FROM 'FROM \(''(-?\d+)''\)')::bigint, $2),
            coalesce(substring(pg_get_expr(partition.relpartbound, partition.oid) FROM 'TO \(''(-?\d+)''\)')::bigint, $3)
        FROM pg_inherits JOIN pg_class AS partition ON partition.oid = inhrelid
        WHERE inhparent = to_regclass($1) AND pg_get_expr(partition.relpartbound, partition.oid) <> 'DEFAULT' ORDER BY 2
        """;

    private const string Rows =
        "SELECT greatest(reltuples, pg_stat_get_live_tuples(oid), 0)::bigint FROM pg_class WHERE oid = to_regclass($1)";

    // Vacuum after a fiftieth of new rows keeps an item's range an index-only scan. Rows are rarely updated.
    private const string Storage = """
        autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_insert_threshold = 1000,
        autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05
        """;

    /// <summary>Lets one instance after the other create partitions. Neither readers nor writers wait.</summary>
    public static async Task LockAsync(NpgsqlConnection connection, PostgresTable table, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, "SET LOCAL lock_timeout = '3s'", cancellationToken);
        await ExecuteAsync(connection, $"LOCK TABLE ONLY {table.Name} IN SHARE UPDATE EXCLUSIVE MODE", cancellationToken);
    }

    /// <summary>The partitions, ascending.</summary>
    public static async Task<IReadOnlyList<Partition>> ReadAsync(
        NpgsqlConnection connection, PostgresTable table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Listed, connection)
        {
            Parameters = { Of(table.Name), Of(long.MinValue), Of(long.MaxValue) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<Partition>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return found;
    }

    // Created beside the table and then attached, which locks neither its readers nor its writers out.
    public static Task CreateAsync(
        NpgsqlConnection connection, PostgresTable table, Partition partition, CancellationToken cancellationToken)
    {
        var from = partition.From == long.MinValue ? "MINVALUE" : partition.From.ToString(CultureInfo.InvariantCulture);
        return ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"""
            CREATE TABLE {partition.Name} (LIKE {table.Name} INCLUDING ALL) WITH ({Storage});
            ALTER TABLE {table.Name} ATTACH PARTITION {partition.Name} FOR VALUES FROM ({from}) TO ({partition.To})
            """), cancellationToken);
    }

    /// <summary>Drops a partition, unless another program has locked it.</summary>
    /// <returns>About how many rows it had; null when it could not be dropped.</returns>
    public static async Task<long?> DropAsync(NpgsqlTransaction transaction, string name, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        await using var count = new NpgsqlCommand(Rows, connection) { Parameters = { Of(name) } };
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

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
