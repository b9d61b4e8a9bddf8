namespace PriceStream.Web.Streaming;

/// <summary>Follows the hub's log and notices for one loop: everything up to <see cref="Position"/> has been read.</summary>
internal sealed class ReplayReader
{
    private readonly StreamHub hub;

    public ReplayReader(StreamHub hub)
    {
        this.hub = hub;
        Log = hub.Log;
        Position = Log.Last;
    }

    public ReplayBuffer Log { get; private set; }

    /// <summary>The number of the last message that was read.</summary>
    public long Position { get; private set; }

    /// <summary>The position before the last <see cref="Read"/>.</summary>
    public long PreviousPosition { get; private set; }

    /// <summary>What the last <see cref="Read"/> read, oldest first.</summary>
    public List<StreamBatch> Batches { get; } = [];

    public StreamNotice? Notice { get; private set; }

    /// <summary>The last <see cref="Read"/> found another notice.</summary>
    public bool HasNewNotice { get; private set; }

    public bool HasNews => hub.Log != Log || Log.Last != Position || hub.Notice != Notice;

    public ReplayProgress Read()
    {
        var newest = hub.Notice; // read before the log, so that a notice never overtakes the messages that were published with it
        var log = hub.Log;
        HasNewNotice = newest != Notice;
        Notice = newest;
        PreviousPosition = Position;
        Batches.Clear();
        if (log != Log)
        {
            Log = log;
            Position = log.Last;
            return ReplayProgress.NewEpoch;
        }

        if (!log.TryRead(Position, long.MaxValue, Batches))
        {
            Position = log.Last;
            return ReplayProgress.Overtaken;
        }

        Position = Batches.Count > 0 ? Batches[^1].Last : Position;
        return ReplayProgress.Continued;
    }
}
