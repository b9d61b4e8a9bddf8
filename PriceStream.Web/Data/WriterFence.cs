namespace PriceStream.Web.Data;

/// <summary>The number under which this instance writes.</summary>
public sealed class WriterFence
{
    private long epoch; // 0 for none: the first holder's is at least 1

    /// <summary>Whether several instances may share the database, so that only the holder of the lease may write.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The epoch of the lease that this instance holds; null while it holds none.</summary>
    public long? Epoch
    {
        get => Volatile.Read(ref epoch) is var current and > 0 ? current : null;
        set => Volatile.Write(ref epoch, value ?? 0);
    }
}
