using StackExchange.Redis;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>Follows the Redis Stream: every instance, including the one that publishes, gets its log from there.</summary>
internal sealed partial class RelayReader<T>(RelayStream stream, RelayReceiver<T> receiver, ILogger logger) : IDisposable
{
    private static readonly RedisValue Beginning = "0-0";

    private readonly SemaphoreSlim gate = new(1, 1);
    private RedisValue position = Beginning;
    private string? lostFor; // null while Redis is available

    /// <summary>Joins the other instances and applies every new entry. Throws <see cref="RelayException"/> when Redis is away.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var own = receiver.Head;
            var head = await stream.JoinAsync(own);
            if (head.Epoch != own.Epoch)
            {
                await AdoptAsync(head, cancellationToken);
                return;
            }

            foreach (var entry in await ReadNewAsync(head.Epoch))
            {
                await receiver.ReceiveAsync(entry, cancellationToken);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Does the same, but logs an error instead of throwing it, because the next call retries.</summary>
    public async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
            LogBack();
            return true;
        }
        catch (RelayException exception)
        {
            LogLost(exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // An entry or the store cannot be read. The next entry then leaves a gap, which the store fills.
            LogFailure(exception);
        }

        return false;
    }

    public void Dispose() => gate.Dispose();

    private async Task AdoptAsync(RelayHead head, CancellationToken cancellationToken)
    {
        position = Beginning;
        await receiver.AdoptAsync(head, await ReadNewAsync(head.Epoch), cancellationToken);
        LogAdopted(head.Epoch, receiver.Head.Last);
    }

    private async Task<List<RelayEntry>> ReadNewAsync(string epoch)
    {
        var entries = new List<RelayEntry>();
        StreamEntry[] page;
        do
        {
            page = await stream.ReadAsync(position);
            entries.AddRange(page.Select(RelayEntry.Of).Where(entry => entry.Epoch == epoch));
            position = page.Length > 0 ? page[^1].Id : position;
        }
        while (page.Length == RelayStream.Page);
        return entries;
    }

    // Logged once per outage and kind of error.
    private void LogLost(RelayException exception)
    {
        if (lostFor != exception.Message)
        {
            lostFor = exception.Message;
            LogLostOnce(exception.Reason);
        }
    }

    private void LogBack()
    {
        if (lostFor is not null)
        {
            lostFor = null;
            LogBackOnce();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Redis is unavailable, so this instance neither polls nor gets prices from the others: it {Reason}")]
    private partial void LogLostOnce(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is available again, so prices arrive again")]
    private partial void LogBackOnce();

    [LoggerMessage(Level = LogLevel.Error, Message = "Could not read the other instances' stream. The next attempt follows in a second")]
    private partial void LogFailure(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Joined the other instances' stream: epoch {Epoch}, up to message {Last}")]
    private partial void LogAdopted(string epoch, long last);
}
