namespace PriceStream.Web.Data.Writes;

/// <summary>
/// A change to the stored data, as a value: it is written at once or, while the database is away, later. Each may be written twice
/// without harm.
/// </summary>
public abstract record StoreWrite
{
    /// <summary>About how many bytes it takes in memory.</summary>
    public abstract long Bytes { get; }

    /// <summary>How many prices and windows it has.</summary>
    public virtual int Rows => 0;

    /// <summary>Whether only the holder of the lease may write it.</summary>
    public virtual bool NeedsLease => true;
}
