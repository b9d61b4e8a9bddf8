using Npgsql;
using static PriceStream.Web.Data.Postgres.PostgresParameter;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Checks in a write's own transaction that the writer still holds the lease.</summary>
internal static class FenceStatements
{
    // The lock holds up a takeover until the write has ended.
    private const string Read = "SELECT epoch FROM lease WHERE id = 1 FOR SHARE";

    private const string Raise = """
        INSERT INTO lease AS stored (id, holder, epoch, until) VALUES (1, '', $1, '-infinity')
        ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch WHERE stored.epoch <= excluded.epoch
        """;

    public static NpgsqlBatchCommand Check() => new(Read);

    /// <summary>Compares the writer's epoch with the stored one. Where the lease is in Redis, it stores a higher one.</summary>
    /// <param name="stored">Null while there is none.</param>
    /// <exception cref="LeaseLostException">A writer with a higher epoch has been here.</exception>
    public static async Task EnforceAsync(NpgsqlConnection connection, long epoch, long? stored, CancellationToken cancellationToken)
    {
        if (stored == epoch)
        {
            return;
        }

        if (stored > epoch || !await TryRaiseAsync(connection, epoch, cancellationToken))
        {
            throw new LeaseLostException();
        }
    }

    private static async Task<bool> TryRaiseAsync(NpgsqlConnection connection, long epoch, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Raise, connection) { Parameters = { Of(epoch) } };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
