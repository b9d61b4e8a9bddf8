namespace PriceStream.Web.Data;

/// <summary>
/// The epoch under which this instance writes. The database refuses a write whose epoch is lower than that of an earlier write.
/// </summary>
/// <param name="lease">Returns the lease; asked late, because a lease in Redis needs services that need this one.</param>
public sealed class WriterFence(Func<IWriterLease?>? lease = null)
{
    private long epoch; // 0: none

    /// <summary>Whether instances share the database, so that only the holder of the lease may write.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Null while this instance does not hold the lease.</summary>
    public long? Epoch
    {
        get => Volatile.Read(ref epoch) is > 0 and var held ? held : null;
        set => Volatile.Write(ref epoch, value ?? 0);
    }

    /// <summary>Whether this instance may write, as of its last request for the lease.</summary>
    public bool MayWrite => !IsRequired || Epoch is not null;

    /// <summary>Whether it still may. A lease whose time has passed is renewed first.</summary>
    public Task<bool> ConfirmAsync(CancellationToken cancellationToken) =>
        IsRequired && lease?.Invoke() is { } held ? held.ConfirmAsync(cancellationToken) : Task.FromResult(true);
}
