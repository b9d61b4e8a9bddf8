using Npgsql;
using static PriceStream.Web.Data.Postgres.PostgresParameter;

namespace PriceStream.Web.Data.Postgres;

/// <summary>What the database says about itself: whose it is, and whether it takes writes.</summary>
internal static class SiteStatements
{
    // One number for all instances, of no meaning: they upgrade one after the other.
    private const long UpgradeLock = 0x5072_6963_6553;

    // A server that hangs is to be noticed soon, so that pages do not wait for it.
    private const int InspectionTimeout = 5; // seconds

    private const string Claim = "INSERT INTO site (id, mode) VALUES (1, $1) ON CONFLICT (id) DO NOTHING";

    private const string Tables = """
        SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
            AND relname = ANY ($1) ORDER BY relname
        """;

    /// <summary>Takes the lock of an upgrade, which ends with the transaction. False while another instance has it.</summary>
    public static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock($1)", connection)
        {
            Parameters = { Of(UpgradeLock) },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>The tables of these names that are in the schema.</summary>
    public static async Task<List<string>> ReadTablesAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Tables, connection) { Parameters = { Column(names, name => name) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    /// <summary>The kind of prices that the database is for; the first site decides.</summary>
    public static async Task<string> ClaimAsync(NpgsqlConnection connection, string mode, CancellationToken cancellationToken)
    {
        if (await ReadModeAsync(connection, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        await ExecuteAsync(connection, Claim, cancellationToken, Of(mode));
        return await ReadModeAsync(connection, cancellationToken) ?? mode;
    }

    /// <summary>Throws if the database takes no writes.</summary>
    public static Task CheckWriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, "UPDATE site SET mode = mode WHERE id = 1", cancellationToken);

    /// <summary>Whether it is a standby, or was set to read-only.</summary>
    public static async Task<bool> IsReadOnlyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string ReadOnly = "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean";
        await using var command = new NpgsqlCommand(ReadOnly, connection) { CommandTimeout = InspectionTimeout };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>The size of the database with its indices, in bytes.</summary>
    public static async Task<long> ReadSizeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_database_size(current_database())", connection);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    private static async Task<string?> ReadModeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT mode FROM site WHERE id = 1", connection);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
