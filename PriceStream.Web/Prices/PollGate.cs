using PriceStream.Web.Streaming.Relay;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>
/// Decides whether this instance may poll. Of several instances, only the one that holds the lease polls and writes. There, polls run one
/// at a time, and not while the upstream has asked for a pause or a tester steps the demo market.
/// </summary>
public sealed partial class PollGate(
    UpstreamMonitor monitor, TimeProvider clock, ILogger<PollGate> logger, PollsSuspended? suspended = null, StreamLease? lease = null)
    : IDisposable
{
    private readonly SemaphoreSlim free = new(1, 1);
    private bool? loggedHeld; // null before the first answer, and while Redis does not answer
    private string? loggedObstacle; // null while Redis answers

    /// <summary>Whether several instances may share the database, so that a lease decides which one writes.</summary>
    public bool IsShared => lease is not null;

    /// <summary>Whether this instance polls and writes, as of its last request for the lease.</summary>
    public bool IsWriter => lease?.Held ?? true;

    /// <summary>Enters for a scheduled poll. Null when none may run now; otherwise the caller disposes the turn after the poll.</summary>
    /// <exception cref="RelayException">The instances' shared Redis does not answer, so the holder of the lease is unknown.</exception>
    public async Task<PollTurn?> TryEnterAsync()
    {
        var blocked = suspended?.Invoke() == true || IsBackingOff();
        return blocked || !free.Wait(0) ? null : await HoldLeaseAsync();
    }

    /// <summary>Enters for a requested poll: waits for a running poll, and ignores pauses. Null without the lease.</summary>
    /// <exception cref="RelayException">As above.</exception>
    public async Task<PollTurn?> EnterAsync(CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        return await HoldLeaseAsync();
    }

    /// <summary>
    /// Takes or renews the lease. It lasts until after the next poll but not the one after that, so another instance replaces a dead holder
    /// within two polls.
    /// </summary>
    /// <exception cref="RelayException">As above.</exception>
    public async Task<bool> TryBecomeWriterAsync()
    {
        if (lease is null)
        {
            return true;
        }

        try
        {
            var length = TimeSpan.FromSeconds(1.5 * monitor.PollSeconds);
            var isHeld = await lease.TryHoldAsync(length);
            LogChange(isHeld, clock.GetUtcNow() + length);
            loggedObstacle = null;
            return isHeld;
        }
        catch (RelayException exception)
        {
            loggedHeld = null;
            LogObstacle(exception);
            throw;
        }
    }

    public void Dispose() => free.Dispose();

    private bool IsBackingOff()
    {
        var longest = UpstreamPauses.Longest + TimeSpan.FromSeconds(monitor.PollSeconds);
        return monitor.Status is { FailingSince: not null, IsBackingOff: true } failing
            && BackOff.IsActive(clock.GetUtcNow(), failing.NextTry, longest);
    }

    private async Task<PollTurn?> HoldLeaseAsync()
    {
        var turn = new PollTurn(free);
        try
        {
            if (await TryBecomeWriterAsync())
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

    // Logged once per outage and kind of error.
    private void LogObstacle(RelayException exception)
    {
        if (exception.Message != loggedObstacle)
        {
            loggedObstacle = exception.Message;
            Suspended(exception.Reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Polls are suspended, because Redis {Reason}")]
    private partial void Suspended(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message =
        "This instance polls the upstream now (lease until {Until:u}, renewed with every poll)")]
    private partial void Polls(DateTimeOffset until);

    [LoggerMessage(Level = LogLevel.Information, Message =
        "Another instance polls the upstream. This one follows, and takes over when the other stops")]
    private partial void Follows();
}
