namespace PriceStream.Web.Data.Recovery;

/// <summary>What is wrong with the database, least serious first. It determines the recovery.</summary>
public enum StorageFailureKind
{
    /// <summary>It can be read but not written: the disk is full, read-only or broken. Writes are retried.</summary>
    Unwritable,

    /// <summary>It exists but cannot be opened or read. Opening is retried.</summary>
    Unreadable,

    /// <summary>It was deleted, or another file has its name.</summary>
    Moved,

    /// <summary>Its contents are damaged. It is renamed, and another file replaces it.</summary>
    Damaged,
}
