using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>The size of the database, as of the last minute. Only the server knows how much space its disk has.</summary>
internal sealed class PostgresSize(TimeProvider clock) : IStoreSize
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long bytes;
    private long? readAt;

    public long Bytes => Volatile.Read(ref bytes);

    public long? WalBytes => null;

    public long? FreeBytes => null;

    /// <summary>Asks the server, at most once a minute.</summary>
    public async Task RefreshAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (readAt is { } last && clock.GetElapsedTime(last) < Interval)
        {
            return;
        }

        readAt = clock.GetTimestamp();
        Volatile.Write(ref bytes, await SiteStatements.ReadSizeAsync(connection, cancellationToken));
    }
}
