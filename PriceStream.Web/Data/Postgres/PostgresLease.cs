using System.Data;
using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>
/// The lease as a row. While the server is away nobody can take it, and its holder keeps it: it polls and serves, and what it writes
/// waits. Once the server is back, the holder is the first that may take it.
/// </summary>
public sealed class PostgresLease(NpgsqlDataSource source, TimeProvider clock) : IWriterLease, IDisposable
{
    // A writer that was suspended inside a transaction holds the row. The server ends such a transaction after two seconds.
    // This instance may be suspended, too.
    private const string Limits = """
        SELECT set_config('lock_timeout', '4s', true), set_config('statement_timeout', '5s', true),
            set_config('idle_in_transaction_session_timeout', '2s', true)
        """;

    private const int CommandTimeout = 6; // seconds

    // An answer takes milliseconds. One that takes longer comes from a server that hung, and counts as one that was away.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    // An attempt to reach a server that hangs takes this long, and the next one begins a second later.
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(10);

    // An expired lease that nobody has taken is still the holder's, under the same number.
    private const string Renew =
        "UPDATE lease SET until = now() + @length WHERE id = 1 AND holder = @me AND epoch = @epoch RETURNING epoch";

    private const string CreateRow = """
        INSERT INTO lease (id, holder, epoch, until) VALUES (1, '', 0, '-infinity') ON CONFLICT DO NOTHING
        """;

    // After a restart of the server, the holder gets the length of a lease to come back. Nobody waits for a released lease. A server that
    // has hung runs what was sent to it meanwhile, so a transaction that took that long takes nothing.
    private const string Take = """
        UPDATE lease SET holder = @me, epoch = epoch + 1, until = now() + @length
        WHERE id = 1
          AND (holder = '' OR NOT @waits AND until < now() AND pg_postmaster_start_time() < now() - @length
            AND clock_timestamp() < now() + interval '2 s')
        RETURNING epoch
        """;

    private const string Release =
        "UPDATE lease SET holder = '', until = now() WHERE id = 1 AND holder = @me AND epoch = @epoch";

    private readonly string instance = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim turn = new(1, 1);
    private long epoch; // 0 while another instance holds the lease
    private bool wasAway;
    private long? backSince; // the timestamp of the first answer after an outage
    private TimeSpan? missed; // the length that could not be renewed
    private (long Since, TimeSpan For, TimeSpan Length) known; // since when and how long nobody else can have taken the lease

    public long? Epoch => Volatile.Read(ref epoch) is var held and > 0 ? held : null;

    // While a renewal is being retried, a poll does not wait for it: the prices are published, and what is stored waits in memory.
    /// <exception cref="StoreUnavailableException">PostgreSQL does not answer, and this instance does not hold the lease.</exception>
    public Task<bool> TryHoldAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        missed is not null && Epoch is not null ? Task.FromResult(true) : AskAsync(duration, cancellationToken);

    public async Task<bool> ConfirmAsync(CancellationToken cancellationToken)
    {
        var held = Epoch;
        return held is not null
            && (clock.GetElapsedTime(known.Since) < known.For || await AskAsync(known.Length, cancellationToken) && Epoch == held);
    }

    public Task RetryAsync(CancellationToken cancellationToken) =>
        missed is { } duration && Epoch is not null ? AskAsync(duration, cancellationToken) : Task.CompletedTask;

    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (Epoch is not { } held)
        {
            return;
        }

        Volatile.Write(ref epoch, 0);
        try
        {
            await using var command = source.CreateCommand(Release);
            command.CommandTimeout = CommandTimeout;
            command.Parameters.AddWithValue("me", instance);
            command.Parameters.AddWithValue("epoch", held);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception exception) when (PostgresOutage.Is(exception))
        {
            // The lease expires without this.
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<bool> AskAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        var start = clock.GetTimestamp();
        try
        {
            Volatile.Write(ref epoch, await PostgresOutage.CallAsync(() => HoldAsync(duration, start, cancellationToken)));
            (known, missed) = ((start, duration, duration), null);
        }
        catch (Exception exception) when (PostgresOutage.Is(exception))
        {
            (wasAway, missed) = (true, duration);
            known = (clock.GetTimestamp(), duration > Attempt ? duration : Attempt, duration);
            if (Epoch is null)
            {
                throw PostgresOutage.Of(exception);
            }
        }
        finally
        {
            turn.Release();
        }

        return Epoch is not null;
    }

    // Returns the epoch under which this instance holds the lease; 0 when another one does.
    private async Task<long> HoldAsync(TimeSpan duration, long start, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await RunAsync(connection, Limits, duration, cancellationToken);
        wasAway |= clock.GetElapsedTime(start) > Slow;
        var waits = MustWait(duration);
        var held = Epoch is null ? null : await RunAsync(connection, Renew, duration, cancellationToken);
        if (held is null)
        {
            await RunAsync(connection, CreateRow, duration, cancellationToken);
            held = await RunAsync(connection, Take, duration, cancellationToken, waits);
        }

        await transaction.CommitAsync(cancellationToken);
        return (long)(held ?? 0L);
    }

    // The holder may not know yet that the server is back: its last attempt may still hang. So an instance that saw the server away waits
    // for that attempt, and as long as a lease lasts.
    private bool MustWait(TimeSpan length)
    {
        if (wasAway)
        {
            (wasAway, backSince) = (false, clock.GetTimestamp());
        }

        if (backSince is { } since && clock.GetElapsedTime(since) >= Attempt + length)
        {
            backSince = null;
        }

        return backSince is not null;
    }

    private async Task<object?> RunAsync(
        NpgsqlConnection connection, string sql, TimeSpan length, CancellationToken cancellationToken, bool waits = false)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = CommandTimeout };
        command.Parameters.AddWithValue("me", instance);
        command.Parameters.AddWithValue("epoch", Epoch ?? 0);
        command.Parameters.AddWithValue("length", length);
        command.Parameters.AddWithValue("waits", waits);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
