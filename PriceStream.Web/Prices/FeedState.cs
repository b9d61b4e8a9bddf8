using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>Keeps how the price source is doing, and lets one poll run at a time.</summary>
public sealed class FeedState(UpstreamOptions options, StorageState storage, TimeProvider clock) : IDisposable
{
    // A rest that the source asks for is kept, but never longer than this.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(15);

    private const int FaultsKept = 10;

    private readonly SemaphoreSlim free = new(1, 1);
    private readonly Lock gate = new();
    private readonly LinkedList<UpstreamFailure> faults = new();
    private UpstreamStatus status = new(null, null, null, clock.GetUtcNow());

    public int PollSeconds => options.PollSeconds;

    /// <summary>Why polls have failed since the start, newest first; the same reason several times in a row is one.</summary>
    public IReadOnlyList<UpstreamFailure> Faults
    {
        get
        {
            lock (gate)
            {
                return [.. faults];
            }
        }
    }

    public UpstreamStatus Status => Volatile.Read(ref status);

    /// <summary>True when a poll may start now: none is running, and the source has not asked to be left alone. Then call <see cref="End"/>.</summary>
    public bool TryBegin()
    {
        var resting = Status is { FailingSince: not null, Resting: true } failing
            && BackOff.IsActive(clock.GetUtcNow(), failing.NextTry, LongestRest + TimeSpan.FromSeconds(options.PollSeconds));
        return !resting && free.Wait(0);
    }

    /// <summary>Waits for a poll that is running, and for nothing else. Then call <see cref="End"/>.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => free.WaitAsync(cancellationToken);

    public void End() => free.Release();

    /// <summary>Remembers when prices last came, as an earlier run of the site stored it.</summary>
    public void Remember(DateTimeOffset lastSuccess) => Volatile.Write(ref status, Status with { LastSuccess = lastSuccess });

    /// <summary>Takes over how the source is doing from whoever polled it.</summary>
    public void Follow(UpstreamStatus other) => Volatile.Write(ref status, other);

    public UpstreamStatus Succeeded()
    {
        var now = clock.GetUtcNow();
        var next = new UpstreamStatus(now, null, null, PollCadence.Next(now, options.PollSeconds), Storage: storage.Fault?.Reason);
        Volatile.Write(ref status, next);
        return next;
    }

    public UpstreamStatus Failed(string reason, TimeSpan? retryAfter)
    {
        var now = clock.GetUtcNow();
        var rest = retryAfter is { } asked ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, LongestRest.Ticks)) : TimeSpan.Zero;
        var next = Status with { FailingSince = Status.FailingSince ?? now, Reason = reason, NextTry = PollCadence.Next(now + rest, options.PollSeconds), Resting = rest > TimeSpan.Zero, Storage = storage.Fault?.Reason };
        Volatile.Write(ref status, next);
        Note(reason, now);
        return next;
    }

    public FeedJson ToJson(UpstreamStatus of) => new(
        clock.GetUtcNow().ToUnixTimeSeconds(), of.LastSuccess?.ToUnixTimeSeconds(), options.PollSeconds,
        of.FailingSince?.ToUnixTimeSeconds(), of.Reason ?? of.Storage, of.NextTry.ToUnixTimeSeconds());

    private void Note(string reason, DateTimeOffset now)
    {
        lock (gate)
        {
            if (faults.First?.Value is { } newest && newest.Reason == reason)
            {
                faults.First.Value = newest with { Last = now, Count = newest.Count + 1 };
                return;
            }

            faults.AddFirst(new UpstreamFailure(reason, now, now, 1));
            if (faults.Count > FaultsKept)
            {
                faults.RemoveLast();
            }
        }
    }

    public void Dispose() => free.Dispose();
}
