using Npgsql;
using static PriceStream.Web.Data.Postgres.PostgresParameter;

namespace PriceStream.Web.Data.Copy;

/// <summary>PostgreSQL's statements of a copy.</summary>
internal static class CopyStatements
{
    /// <summary>Has the chunks that are complete, for as long as the copy lasts.</summary>
    public const string Progress = "copy_progress";

    private const string CreateProgress = $"""
        CREATE TABLE IF NOT EXISTS {Progress} (
            table_name text NOT NULL, chunk integer NOT NULL, rows bigint NOT NULL, PRIMARY KEY (table_name, chunk))
        """;

    private const string Mark = "UPDATE site SET mode = $1 WHERE id = 1";

    private const string Add = $"INSERT INTO {Progress} (table_name, chunk, rows) VALUES ($1, $2, 0)";

    private const string Complete = $"UPDATE {Progress} SET rows = $3 WHERE table_name = $1 AND chunk = $2";

    // A copy that is lost with the server's last moment is repeated, so no chunk needs to wait for the disk.
    private const string CommitLater = "SELECT set_config('synchronous_commit', 'off', true)";

    private static readonly string AnyRow = "SELECT " + string.Join(
        " OR ", CopyTable.All.Select(table => table.Target).Append("lease").Select(name => $"EXISTS (SELECT FROM {name})"));

    private static readonly TimeSpan VacuumTimeout = TimeSpan.FromHours(1);

    public static async Task<bool> HasRowsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(AnyRow, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Changes the kind of prices that the database is for.</summary>
    public static Task MarkAsync(NpgsqlConnection connection, string mode, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, Mark, cancellationToken, Of(mode));

    public static Task CreateProgressAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, CreateProgress, cancellationToken);

    public static Task DropProgressAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, $"DROP TABLE {Progress}", cancellationToken);

    public static async Task<Dictionary<(string Target, int Chunk), long>> ReadProgressAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT table_name, chunk, rows FROM {Progress}", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var done = new Dictionary<(string Target, int Chunk), long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            done[(reader.GetString(0), reader.GetInt32(1))] = reader.GetInt64(2);
        }

        return done;
    }

    /// <summary>Claims a chunk in its transaction. A second copy to the same database fails here.</summary>
    public static async Task ClaimAsync(NpgsqlConnection connection, CopyChunk chunk, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, CommitLater, cancellationToken);
        await ExecuteAsync(connection, Add, cancellationToken, Of(chunk.Table.Target), Of(chunk.Number));
    }

    public static Task CompleteAsync(NpgsqlConnection connection, CopyChunk chunk, long rows, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, Complete, cancellationToken, Of(chunk.Table.Target), Of(chunk.Number), Of(rows));

    /// <summary>Deletes a chunk, which is to be copied again.</summary>
    public static async Task DeleteAsync(NpgsqlConnection connection, CopyChunk chunk, CancellationToken cancellationToken)
    {
        const string OfProgress = $"DELETE FROM {Progress} WHERE table_name = $1 AND chunk = $2";
        await ExecuteAsync(connection, $"DELETE FROM {chunk.Table.Target}{Where(chunk)}", cancellationToken);
        await ExecuteAsync(connection, OfProgress, cancellationToken, Of(chunk.Table.Target), Of(chunk.Number));
    }

    public static string Import(CopyTable table) => $"COPY {table.Target} ({table.ColumnNames}) FROM STDIN (FORMAT BINARY)";

    public static string Export(CopyTable table) => $"COPY (SELECT {table.ColumnNames} FROM {table.Target}) TO STDOUT (FORMAT BINARY)";

    public static string Export(CopyChunk chunk) =>
        $"COPY (SELECT {chunk.Table.ColumnNames} FROM {chunk.Table.Target}{Where(chunk)}) TO STDOUT (FORMAT BINARY)";

    /// <summary>Marks all pages as visible to all, so that the first reads of histories are index-only scans.</summary>
    public static async Task VacuumAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"VACUUM (ANALYZE) {table}", connection)
        {
            CommandTimeout = (int)VacuumTimeout.TotalSeconds,
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // COPY takes no parameters; these are numbers of our own.
    private static string Where(CopyChunk chunk)
    {
        var (first, last) = CopyTable.ItemsOf(chunk.Number);
        return chunk.Table.Partitioned is null ? "" : string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $" WHERE item_id >= {first} AND item_id <= {last}");
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
