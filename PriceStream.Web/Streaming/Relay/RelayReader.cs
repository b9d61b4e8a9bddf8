namespace PriceStream.Web.Streaming.Relay;

/// <summary>
/// Follows the log that the instances share, and appends to it: every instance gets its own log from there. One call at a time reads or
/// appends, so that numbers and order stay those of the shared log.
/// </summary>
internal sealed partial class RelayReader<T>(IRelayLog log, RelayReceiver<T> receiver, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly RelayPending pending = new();
    private string? position; // null: nothing was read yet
    private string? lostFor; // null while the server is available

    /// <summary>Joins the others and applies every new entry. Throws <see cref="RelayException"/> when the server is away.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await FollowAsync(cancellationToken);
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

    /// <summary>Appends a batch. One that is accepted as proposed is in this instance's log when this returns.</summary>
    /// <param name="count">How many messages it has.</param>
    public async Task<RelayAppendResult> AppendAsync(
        ReadOnlyMemory<byte> messages, int count, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var (own, now) = (receiver.Head, DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()));
            var entry = new RelayEntry(own.Epoch, own.Last + 1, now, messages, state);
            var result = await log.AppendAsync(entry, count, cancellationToken);
            if (result == RelayAppendResult.Accepted)
            {
                pending.Add(entry, count);
                await receiver.ReceiveAsync(entry, isBacklog: false, cancellationToken);
            }

            return result;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var mayDeliver = log.MayDeliver; // before the read, which then has everything that was delivered
        var own = receiver.Head;
        var head = await log.JoinAsync(own with { Last = pending.ConfirmedUpTo(own.Last) }, diverged: false, cancellationToken);
        if (head.Epoch == own.Epoch && (!await TryApplyNewAsync(own.Epoch, cancellationToken) || pending.HasMessages && !mayDeliver))
        {
            LogDiverged(own.Epoch);
            head = await log.JoinAsync(own, diverged: true, cancellationToken);
        }

        if (!mayDeliver)
        {
            pending.Clear();
        }

        if (head.Epoch != own.Epoch)
        {
            position = null;
            await AdoptAsync(head, await ReadNewAsync(head.Epoch, cancellationToken), cancellationToken);
        }
        else if (head.Last > receiver.Head.Last)
        {
            position = null; // the server may also have lost entries, and reuse their positions
            await AdoptAsync(head, [], cancellationToken); // it was away for so long that the log has dropped what it missed
        }
    }

    // False when the log has a number of this instance for other messages: while it could not reach the server, another one took over.
    private async Task<bool> TryApplyNewAsync(string epoch, CancellationToken cancellationToken)
    {
        var entries = await ReadNewAsync(epoch, cancellationToken);
        foreach (var entry in entries)
        {
            if (!pending.TryConfirm(entry)
                && !await receiver.ReceiveAsync(entry, isBacklog: entries.Count > 1, cancellationToken)
                && !pending.IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    private async Task AdoptAsync(RelayHead head, List<RelayEntry> entries, CancellationToken cancellationToken)
    {
        await receiver.AdoptAsync(head, entries, cancellationToken);
        pending.Clear();
        LogAdopted(head.Epoch, receiver.Head.Last);
    }

    private async Task<List<RelayEntry>> ReadNewAsync(string epoch, CancellationToken cancellationToken)
    {
        var entries = new List<RelayEntry>();
        RelayPage page;
        do
        {
            page = await log.ReadAsync(position, cancellationToken);
            entries.AddRange(page.Entries.Where(entry => entry.Epoch == epoch));
            position = page.Position;
        }
        while (!page.IsLast);
        return entries;
    }

    // Logged once per outage and kind of error.
    private void LogLost(RelayException exception)
    {
        if (log.LogsOutages && lostFor != exception.Message)
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

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "This instance has published numbers of epoch {Epoch} that another instance may use for other messages, so a new epoch starts")]
    private partial void LogDiverged(string epoch);
}
