using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>Tracks the upstream's status, which pages, the stream and the administrator's page show.</summary>
public sealed class UpstreamMonitor(UpstreamOptions options, StorageState storage, TimeProvider clock)
{
    private const int FailuresKept = 10;

    private readonly Lock gate = new();
    private readonly LinkedList<UpstreamFailure> failures = new();
    private UpstreamStatus status = new(null, null, null, clock.GetUtcNow());

    public int PollSeconds => options.PollSeconds;

    /// <summary>The prices are those of the demo market.</summary>
    public bool IsSimulated => options.Mode == UpstreamMode.Demo;

    public UpstreamStatus Status => Volatile.Read(ref status);

    /// <summary>Why this instance or the polling one does not store new prices, for visitors; null while it does.</summary>
    public string? StorageProblem => storage.Failure?.PublicReason ?? Status.Storage;

    /// <summary>The failed polls since the start, newest first. Failures in a row for the same reason are one entry.</summary>
    public IReadOnlyList<UpstreamFailure> Failures
    {
        get
        {
            lock (gate)
            {
                return [.. failures];
            }
        }
    }

    /// <summary>Sets when prices last arrived, as known from an earlier run.</summary>
    public void Remember(DateTimeOffset lastSuccess) => Volatile.Write(ref status, Status with { LastSuccess = lastSuccess });

    /// <summary>Sets the status that a poll has published, on this instance or on another.</summary>
    public void Follow(UpstreamStatus other) => Volatile.Write(ref status, other);

    /// <summary>Returns the status after a successful poll. <see cref="Follow"/> sets it once it is published.</summary>
    public UpstreamStatus Succeeded()
    {
        var now = clock.GetUtcNow();
        return new(now, null, null, PollCadence.Next(now, PollSeconds), Storage: storage.Failure?.PublicReason);
    }

    /// <summary>Returns the status after a failed poll. <see cref="Follow"/> sets it once it is published.</summary>
    /// <param name="reason">Why the poll failed, human-readable.</param>
    /// <param name="retryAfter">The upstream's Retry-After; null when it sent none.</param>
    public UpstreamStatus Failed(string reason, TimeSpan? retryAfter)
    {
        var now = clock.GetUtcNow();
        var backOff = TimeSpan.FromTicks(Math.Clamp(retryAfter?.Ticks ?? 0, 0, UpstreamPauses.Longest.Ticks));
        Keep(reason, now);
        return Status with
        {
            FailingSince = Status.FailingSince ?? now,
            Reason = reason,
            NextTry = PollCadence.Next(now + backOff, PollSeconds),
            IsBackingOff = backOff > TimeSpan.Zero,
            Storage = storage.Failure?.PublicReason,
        };
    }

    /// <summary>The status as the stream's <c>feed</c> event and the pages send it.</summary>
    public FeedJson ToJson(UpstreamStatus of) => new(
        clock.GetUtcNow().ToUnixTimeSeconds(),
        of.LastSuccess?.ToUnixTimeSeconds(),
        PollSeconds,
        of.FailingSince?.ToUnixTimeSeconds(),
        of.Reason ?? of.Storage,
        of.NextTry.ToUnixTimeSeconds());

    private void Keep(string reason, DateTimeOffset now)
    {
        lock (gate)
        {
            if (failures.First?.Value is { } newest && newest.Reason == reason)
            {
                failures.First.Value = newest with { Last = now, Count = newest.Count + 1 };
                return;
            }

            failures.AddFirst(new UpstreamFailure(reason, now, now, 1));
            if (failures.Count > FailuresKept)
            {
                failures.RemoveLast();
            }
        }
    }
}
