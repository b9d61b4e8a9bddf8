using System.IO.Pipelines;

namespace PriceStream.Web.Streaming;

/// <summary>Writes <c>resync</c> and the current state of the topics: <see cref="StreamSnapshot{T}.WriteResync"/>.</summary>
public delegate void ResyncWriter(System.Buffers.IBufferWriter<byte> output, int[]? topics, bool html, string id, string reason);

/// <summary>
/// One client's place in the log. After <see cref="StreamHub.Add"/> only its <see cref="StreamLoop"/> touches its state and its output,
/// until <see cref="Ended"/>.
/// </summary>
public sealed class StreamSubscription(PipeWriter output, int[]? topics, bool html, string? lastEventId, ResyncWriter resync, Action abort)
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when nothing more will be written.</summary>
    public Task Ended => ended.Task;

    public string ClientId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What it asked for, ascending and each once; null for everything.</summary>
    public int[]? Topics { get; } = topics is null ? null : [.. topics.Distinct().Order()];

    public bool Html => html;
    internal string? LastEventId => lastEventId;
    internal PipeWriter Output => output;
    internal ResyncWriter Resync => resync;

    internal StreamLoop? Loop { get; set; }

    /// <summary>In <see cref="SubscriptionIndex"/>: where it stands in the list of each of its topics.</summary>
    internal int[] Slots { get; set; } = [];

    /// <summary>Where it stands in its loop's list of all.</summary>
    internal int Place { get; set; }

    /// <summary>The last round in which it was found by the index, so that it is taken once for all of its topics.</summary>
    internal long Round { get; set; }

    /// <summary>It has not been written everything up to its loop's position, but only up to <see cref="Cursor"/>.</summary>
    internal bool Behind { get; set; }

    internal long Cursor { get; set; }

    /// <summary>It is behind because it is slow, not because it comes back: it gets the newest of every topic instead of each.</summary>
    internal bool Slow { get; set; }

    /// <summary>The epoch has changed while it could not be written to.</summary>
    internal bool Lost { get; set; }

    /// <summary>Its last write has not been taken yet: nothing may be written.</summary>
    internal bool Flushing { get; set; }

    // By the clock that nobody sets: see StreamLoop.
    internal TimeSpan FlushingSince { get; set; }
    internal TimeSpan NextBeat { get; set; }
    internal TimeSpan LifeEnds { get; set; }
    internal StreamNotice? Seen { get; set; }
    internal StreamEnd? Ending { get; set; }

    /// <summary>The client has gone.</summary>
    public void Leave() => Loop?.Post(this, StreamSignal.Gone);

    /// <summary>Cuts the connection: the client does not read.</summary>
    internal void Abort() => abort();

    internal void End() => ended.TrySetResult();
}
