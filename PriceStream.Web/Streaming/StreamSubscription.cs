using System.IO.Pipelines;

namespace PriceStream.Web.Streaming;

/// <summary>
/// One client: a cursor into the log. After <see cref="StreamHub.Add"/> only its <see cref="StreamLoop"/> changes its state and writes to
/// its output, until <see cref="Ended"/>.
/// </summary>
public sealed class StreamSubscription(
    PipeWriter output, int[]? topics, bool html, string? lastEventId, ResyncWriter resync, Action abort)
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamLoop? loop;
    private TimeSpan flushingSince;
    private long round;

    /// <summary>Completes when nothing more will be written.</summary>
    public Task Ended => ended.Task;

    public string ClientId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The topics it subscribes to, ascending and without duplicates; null for all.</summary>
    public int[]? Topics { get; } = topics is null ? null : [.. topics.Distinct().Order()];

    public bool Html => html;
    internal string? LastEventId => lastEventId;
    internal PipeWriter Output => output;
    internal ResyncWriter Resync => resync;

    /// <summary>For <see cref="SubscriptionIndex"/>: its index in the list of each of its topics; empty when it is in none.</summary>
    internal int[] TopicSlots { get; private set; } = [];

    /// <summary>For <see cref="SubscriptionIndex"/>: its index in the list of all subscriptions.</summary>
    internal int ListIndex { get; private set; }

    /// <summary>Whether it is behind: it has everything up to <see cref="Cursor"/> only, not up to its loop's position.</summary>
    internal bool IsBehind { get; private set; }

    internal long Cursor { get; private set; }

    /// <summary>Whether it is behind because it reads slowly, so that it gets only the newest message of each topic.</summary>
    internal bool IsSlow { get; private set; }

    /// <summary>Whether the epoch has changed, so that its cursor is invalid.</summary>
    internal bool HasLostEpoch { get; private set; }

    /// <summary>Whether the client has not read the last write yet, so that nothing may be written.</summary>
    internal bool IsFlushing { get; private set; }

    /// <summary>When its next heartbeat is due, by <see cref="MonotonicClock"/>.</summary>
    internal TimeSpan NextHeartbeat { get; private set; }

    /// <summary>When its life ends, by <see cref="MonotonicClock"/>.</summary>
    internal TimeSpan ExpiresAt { get; private set; }

    /// <summary>The newest notice that it was sent.</summary>
    internal StreamNotice? LastNotice { get; private set; }

    /// <summary>Why it ends; null while it is open.</summary>
    internal StreamEnd? Ending { get; private set; }

    internal bool IsOpen => Ending is null;

    /// <summary>The client has gone.</summary>
    public void Leave() => Post(StreamSignal.Gone);

    internal void Attach(StreamLoop owner)
    {
        loop = owner;
        Post(StreamSignal.Added);
    }

    internal void Post(StreamSignal signal) => loop?.Post(this, signal);

    internal void EnterTopics(int[] slots) => TopicSlots = slots;

    internal void LeaveTopics() => TopicSlots = [];

    internal void MoveTo(int listIndex) => ListIndex = listIndex;

    /// <summary>Joins this round. False when it has already joined, because several of its topics have messages.</summary>
    internal bool TryJoin(long newRound)
    {
        var joins = round != newRound;
        round = newRound;
        return joins;
    }

    internal void ExpireAt(TimeSpan time) => ExpiresAt = time;

    internal void ScheduleHeartbeat(TimeSpan time) => NextHeartbeat = time;

    /// <summary>Sets the cursor to the last message that the client has, which may be behind the newest.</summary>
    internal void AdvanceTo(long number, long newest)
    {
        Cursor = number;
        IsBehind = number < newest;
    }

    /// <summary>Marks the client as too slow for the messages after a number.</summary>
    internal void FallBehind(long at)
    {
        IsSlow = true;
        Wait(at);
    }

    /// <summary>Marks the client as waiting for the messages after a number, without being slow. It gets every one of them.</summary>
    internal void Wait(long at)
    {
        IsBehind = true;
        Cursor = at;
    }

    /// <summary>Marks the client as needing a resync.</summary>
    internal void LoseEpoch() => IsBehind = HasLostEpoch = true;

    /// <summary>Marks everything up to the loop's position as written.</summary>
    internal void CaughtUp() => IsBehind = IsSlow = HasLostEpoch = false;

    internal void MarkNotified(StreamNotice notice) => LastNotice = notice;

    internal void BeginFlush(TimeSpan now)
    {
        IsFlushing = true;
        flushingSince = now;
    }

    internal void EndFlush() => IsFlushing = false;

    internal bool HasStalled(TimeSpan now, TimeSpan limit) => IsFlushing && now - flushingSince >= limit;

    /// <summary>Aborts the connection of a client that does not read, and restarts the stall's timer so that this happens once.</summary>
    internal void Cut(TimeSpan now)
    {
        flushingSince = now;
        Abort();
    }

    internal void Abort() => abort();

    internal void BeginEnd(StreamEnd reason) => Ending = reason;

    /// <summary>See <see cref="Ended"/>.</summary>
    internal void Complete() => ended.TrySetResult();
}
