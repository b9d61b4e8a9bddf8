using Npgsql;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Appends a publication to the relay within a transaction of the outbox.</summary>
public static class PostgresRelayStatements
{
    /// <summary>Announces every new publication. The payload is its id only, because a payload is limited to 8,000 bytes.</summary>
    internal const string Channel = "pricestream_relay";

    // The lock on the head makes ids ascend in the order of the commits. A write whose answer was lost is written again: it is found.
    private const string Head = """
        SELECT epoch, last, EXISTS (
          SELECT FROM relay
          WHERE name = @name AND epoch = @epoch AND first = @first AND at = @at AND messages = @messages AND state = @state)
        FROM relay_head WHERE name = @name FOR UPDATE
        """;

    private const string Append = """
        WITH entry AS (
          INSERT INTO relay (name, epoch, first, at, messages, state)
          VALUES (@name, @epoch, @first, @at, @messages, @state) RETURNING id),
        head AS (UPDATE relay_head SET last = @last WHERE name = @name),
        expired AS (DELETE FROM relay WHERE name = @name AND stored_at < now() - @window)
        SELECT pg_notify(@channel, id::text) FROM entry
        """;

    /// <exception cref="RelayBehindException">Its numbers are taken, or the epoch has changed. The transaction may go on.</exception>
    public static async Task AppendAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, AppendToRelay entry, CancellationToken cancellationToken)
    {
        if (await MayAppendAsync(connection, transaction, entry, cancellationToken))
        {
            await using var command = CommandOf(Append, connection, transaction, entry);
            command.Parameters.AddWithValue("last", entry.First + entry.Count - 1);
            command.Parameters.AddWithValue("window", entry.ReplayWindow);
            command.Parameters.AddWithValue("channel", Channel);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // False when the entry is there already. Numbers may be skipped: the memory of a publisher may be too small for a long outage, and
    // the numbers that it has dropped are known to its own clients.
    private static async Task<bool> MayAppendAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, AppendToRelay entry, CancellationToken cancellationToken)
    {
        await using var command = CommandOf(Head, connection, transaction, entry);
        await using var head = await command.ExecuteReaderAsync(cancellationToken);
        if (!await head.ReadAsync(cancellationToken))
        {
            throw new RelayBehindException();
        }

        if (head.GetBoolean(2))
        {
            return false;
        }

        return head.GetString(0) == entry.Epoch && head.GetInt64(1) < entry.First ? true : throw new RelayBehindException();
    }

    private static NpgsqlCommand CommandOf(
        string sql, NpgsqlConnection connection, NpgsqlTransaction? transaction, AppendToRelay entry)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.AddWithValue("name", entry.Name);
        command.Parameters.AddWithValue("epoch", entry.Epoch);
        command.Parameters.AddWithValue("first", entry.First);
        command.Parameters.AddWithValue("at", entry.At);
        command.Parameters.AddWithValue("messages", entry.Messages.ToArray());
        command.Parameters.AddWithValue("state", entry.State.ToArray());
        return command;
    }
}
