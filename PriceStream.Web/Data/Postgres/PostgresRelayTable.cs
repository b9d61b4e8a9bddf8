using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>
/// The relay as a table: what the holder of the lease publishes, for all instances to read. Appending is a write of the outbox. Every
/// call throws <see cref="StoreUnavailableException"/> while PostgreSQL does not answer.
/// </summary>
public sealed class PostgresRelayTable(NpgsqlDataSource source)
{
    /// <summary>How many publications a read returns at most.</summary>
    public const int Page = 100;

    private const int CommandTimeout = 5; // seconds: a publisher waits for a read that runs

    private const string Head = "SELECT epoch, last FROM relay_head WHERE name = @name";

    private const string CreateHead =
        "INSERT INTO relay_head (name, epoch, last) VALUES (@name, @epoch, @last) ON CONFLICT DO NOTHING";

    // Only while the epoch is still the same one, so that of several instances one starts the next epoch.
    private const string Restart = """
        UPDATE relay_head SET epoch = @next, last = 0
        WHERE name = @name AND epoch = @epoch AND (@diverged OR last < @last)
        """;

    private const string Read = """
        SELECT id, epoch, first, at, messages, state FROM relay WHERE name = @name AND id > @after ORDER BY id LIMIT 100
        """;

    /// <summary>Reports an instance's log and returns the valid one, which is another log when the epochs differ.</summary>
    /// <param name="last">The newest number that the instance has read here or appended here.</param>
    /// <param name="next">
    /// The next epoch. It starts when the database has lost numbers that the instance has read, for instance because a standby took over
    /// without them. Somebody may use them for other messages, so ids would be ambiguous.
    /// </param>
    /// <param name="diverged">The instance has used numbers for messages that will not arrive here, so ids are ambiguous.</param>
    public Task<(string Epoch, long Last)> JoinAsync(
        string name, string epoch, long last, string next, bool diverged, CancellationToken cancellationToken) =>
        CallAsync(async connection =>
        {
            if (await ReadHeadAsync(connection, name, cancellationToken) is { } head
                && (head.Epoch != epoch || !diverged && head.Last >= last))
            {
                return head;
            }

            foreach (var statement in (string[])[CreateHead, Restart])
            {
                await using var command = CommandOf(statement, connection, name);
                command.Parameters.AddWithValue("epoch", epoch);
                command.Parameters.AddWithValue("last", last);
                command.Parameters.AddWithValue("next", next);
                command.Parameters.AddWithValue("diverged", diverged);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return (await ReadHeadAsync(connection, name, cancellationToken))!.Value;
        }, cancellationToken);

    /// <summary>Returns at most <see cref="Page"/> publications after an id, oldest first. Called every second.</summary>
    public Task<List<PostgresRelayRow>> ReadAfterAsync(string name, long id, CancellationToken cancellationToken) =>
        CallAsync(async connection =>
        {
            await using var command = CommandOf(Read, connection, name);
            command.Parameters.AddWithValue("after", id);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<PostgresRelayRow>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(new(
                    reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3),
                    reader.GetFieldValue<byte[]>(4), reader.GetFieldValue<byte[]>(5)));
            }

            return rows;
        }, cancellationToken);

    /// <summary>
    /// Calls <paramref name="onNews"/> for every new publication, until the connection breaks or the call is cancelled. It keeps a
    /// connection of the pool. PgBouncer in transaction mode does not pass notifications on, and a broken connection may go unnoticed
    /// for a while: the read every second then finds what was published.
    /// </summary>
    public Task ListenAsync(Action onNews, CancellationToken cancellationToken) => CallAsync<bool>(async connection =>
    {
        connection.Notification += (_, _) => onNews();
        await using (var command = new NpgsqlCommand("LISTEN " + PostgresRelayStatements.Channel, connection))
        {
            command.CommandTimeout = CommandTimeout;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        onNews(); // what was published meanwhile
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }, cancellationToken);

    private static async Task<(string Epoch, long Last)?> ReadHeadAsync(
        NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = CommandOf(Head, connection, name);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.GetInt64(1)) : null;
    }

    private static NpgsqlCommand CommandOf(string sql, NpgsqlConnection connection, string name)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = CommandTimeout };
        command.Parameters.AddWithValue("name", name);
        return command;
    }

    private async Task<TResult> CallAsync<TResult>(Func<NpgsqlConnection, Task<TResult>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await PostgresOutage.CallAsync(async () =>
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                return await call(connection);
            });
        }
        catch (Exception exception) when (PostgresOutage.Is(exception))
        {
            throw PostgresOutage.Of(exception);
        }
    }
}
