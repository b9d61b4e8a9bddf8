using System.Globalization;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Postgres;
using PriceStream.Web.Data.Writes;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Web.Prices.Relay;

/// <summary>
/// The log as a table of PostgreSQL. The holder of the lease numbers the messages, because nobody else appends. So it also publishes to
/// its own clients while the server is away: the entry waits in the outbox, and reaches the others under the same number.
/// </summary>
/// <param name="name">The name of the stream.</param>
/// <param name="save">Writes an entry now or, while the server is away, later.</param>
/// <param name="isAway">Whether the server is known not to answer. Then nothing waits for it, so that a publisher need not, either.</param>
internal sealed class PostgresRelayLog(
    string name, PostgresRelayTable table, Func<StoreWrite, CancellationToken, Task> save, IWriterLease lease, SseOptions options,
    Func<bool>? isAway = null)
    : IRelayLog
{
    private long? appendedUnder;

    public string Server => "PostgreSQL";

    public bool LogsOutages => false; // the state of the storage does

    // The outbox drops what waits when another instance has taken over.
    public bool MayDeliver => lease.Epoch is { } epoch && epoch == appendedUnder;

    public async Task<RelayHead> JoinAsync(RelayHead own, bool diverged, CancellationToken cancellationToken)
    {
        var head = await CallAsync(() => table.JoinAsync(name, own.Epoch, own.Last, StreamHub.NewEpoch(), diverged, cancellationToken));
        return new(head.Epoch, head.Last);
    }

    /// <exception cref="LeaseLostException">Another instance has taken over. Nothing is published.</exception>
    public async Task<RelayAppendResult> AppendAsync(RelayEntry entry, int count, CancellationToken cancellationToken)
    {
        appendedUnder = lease.Epoch;
        try
        {
            await save(
                new AppendToRelay(
                    name, entry.Epoch, entry.First, count, entry.At.ToUnixTimeMilliseconds(), entry.Messages, entry.State,
                    options.ReplayWindow),
                cancellationToken);
            return RelayAppendResult.Accepted;
        }
        catch (RelayBehindException)
        {
            return RelayAppendResult.Behind;
        }
    }

    public async Task<RelayPage> ReadAsync(string? after, CancellationToken cancellationToken)
    {
        var position = after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture);
        var rows = await CallAsync(() => table.ReadAfterAsync(name, position, cancellationToken));
        var newest = rows.Count > 0 ? rows[^1].Id.ToString(CultureInfo.InvariantCulture) : after;
        return new([.. rows.Select(ToEntry)], newest, rows.Count < PostgresRelayTable.Page);
    }

    public Task ListenAsync(Action onNews, CancellationToken cancellationToken) =>
        CallAsync(async () =>
        {
            await table.ListenAsync(onNews, cancellationToken);
            return true;
        });

    private static RelayEntry ToEntry(PostgresRelayRow row) =>
        new(row.Epoch, row.First, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Messages, row.State);

    private async Task<TResult> CallAsync<TResult>(Func<Task<TResult>> call)
    {
        try
        {
            return isAway?.Invoke() == true ? throw new StoreUnavailableException(Server + " does not answer") : await call();
        }
        catch (StoreUnavailableException exception)
        {
            var reason = exception.Message[Server.Length..].TrimStart();
            throw new RelayException(exception.Message, reason);
        }
    }
}
