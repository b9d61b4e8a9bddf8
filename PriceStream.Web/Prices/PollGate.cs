using PriceStream.Web.Data;
using PriceStream.Web.Streaming.Relay;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>
/// Decides whether this instance may poll. Of several instances, only the one that holds the lease polls and writes. There, polls run one
/// at a time, and not while the upstream has asked for a pause or a tester steps the demo market.
/// </summary>
public sealed partial class PollGate(
    UpstreamMonitor monitor,
    TimeProvider clock,
    ILogger<PollGate> logger,
    PollsSuspended? suspended = null,
    IWriterLease? lease = null,
    WriterFence? fence = null) : IDisposable
{
    private readonly SemaphoreSlim free = new(1, 1);
    private bool? loggedHeld; // null before the first answer, and while it is unknown who holds the lease
    private string? loggedObstacle; // null while that is known
    private volatile bool isFenced;

    /// <summary>Whether several instances may share the database, so that a lease decides which one writes.</summary>
    public bool IsShared => lease is not null;

    /// <summary>Whether this instance polls and writes, as of its last request for the lease.</summary>
    public bool IsWriter => lease is null || lease.Epoch is not null && !isFenced;

    /// <summary>Enters for a scheduled poll. Null when none may run now; otherwise the caller disposes the turn after the poll.</summary>
    /// <exception cref="RelayException">Redis has the lease and does not answer, so its holder is unknown.</exception>
    /// <exception cref="StoreUnavailableException">PostgreSQL has the lease and does not answer, and this is not the holder.</exception>
    public async Task<PollTurn?> TryEnterAsync(CancellationToken cancellationToken)
    {
        var blocked = suspended?.Invoke() == true || IsBackingOff();
        return blocked || !free.Wait(0, cancellationToken) ? null : await HoldLeaseAsync(cancellationToken);
    }

    /// <summary>Enters for a requested poll: waits for a running poll, and ignores pauses. Null without the lease.</summary>
    /// <exception cref="RelayException">As above.</exception>
    /// <exception cref="StoreUnavailableException">As above.</exception>
    public async Task<PollTurn?> EnterAsync(CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        return await HoldLeaseAsync(cancellationToken);
    }

    /// <summary>
    /// Takes or renews the lease. It lasts until after the next poll but not the one after that, so another instance replaces a dead holder
    /// within two polls.
    /// </summary>
    /// <exception cref="RelayException">As above.</exception>
    /// <exception cref="StoreUnavailableException">As above.</exception>
    public async Task<bool> TryBecomeWriterAsync(CancellationToken cancellationToken)
    {
        if (lease is null)
        {
            return true;
        }

        try
        {
            var length = TimeSpan.FromSeconds(1.5 * monitor.PollSeconds);
            var isHeld = await lease.TryHoldAsync(length, cancellationToken);
            SetFence(lease.Epoch);
            isFenced = false;
            LogChange(isHeld, clock.GetUtcNow() + length);
            loggedObstacle = null;
            return isHeld;
        }
        catch (Exception exception) when (exception is RelayException or StoreUnavailableException)
        {
            loggedHeld = null;
            LogObstacle(exception);
            throw;
        }
    }

    /// <summary>A write was refused because another instance has taken over. This one follows until it gets the lease again.</summary>
    public void Follow()
    {
        isFenced = true;
        SetFence(null);
        if (loggedHeld != false)
        {
            loggedHeld = false;
            Fenced();
        }
    }

    public void Dispose() => free.Dispose();

    private bool IsBackingOff()
    {
        var longest = UpstreamPauses.Longest + TimeSpan.FromSeconds(monitor.PollSeconds);
        return monitor.Status is { FailingSince: not null, IsBackingOff: true } failing
            && BackOff.IsActive(clock.GetUtcNow(), failing.NextTry, longest);
    }

    private void SetFence(long? epoch)
    {
        if (fence is not null)
        {
            fence.Epoch = epoch;
        }
    }

    private async Task<PollTurn?> HoldLeaseAsync(CancellationToken cancellationToken)
    {
        var turn = new PollTurn(free);
        try
        {
            if (await TryBecomeWriterAsync(cancellationToken))
            {
                return turn;
            }
        }
        catch
        {
            turn.Dispose();
            throw;
        }

        turn.Dispose();
        return null;
    }

    private void LogChange(bool isHeld, DateTimeOffset until)
    {
        if (isHeld == loggedHeld)
        {
            return;
        }

        loggedHeld = isHeld;
        if (isHeld)
        {
            Polls(until);
        }
        else
        {
            Follows();
        }
    }

    // Logged once per outage and kind of error. While PostgreSQL is away, the state of the storage logs it.
    private void LogObstacle(Exception exception)
    {
        if (exception is RelayException redis && exception.Message != loggedObstacle)
        {
            loggedObstacle = exception.Message;
            Suspended(redis.Reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Polls are suspended, because Redis {Reason}")]
    private partial void Suspended(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Another instance has taken over the lease. Nothing of this poll was published, and this instance follows")]
    private partial void Fenced();

    [LoggerMessage(Level = LogLevel.Information, Message =
        "This instance polls the upstream now (lease until {Until:u}, renewed with every poll)")]
    private partial void Polls(DateTimeOffset until);

    [LoggerMessage(Level = LogLevel.Information, Message =
        "Another instance polls the upstream. This one follows, and takes over when the other stops")]
    private partial void Follows();
}
