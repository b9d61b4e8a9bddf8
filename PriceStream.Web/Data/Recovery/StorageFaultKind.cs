namespace PriceStream.Web.Data.Recovery;

/// <summary>What is wrong with the database file, and so what helps.</summary>
public enum StorageFaultKind
{
    /// <summary>It can be read but not written: the disk is full, read-only or broken. Writing is tried again.</summary>
    Unwritable,

    /// <summary>It is there but cannot be opened or read. Opening is tried again.</summary>
    Unreadable,

    /// <summary>It was deleted, or another file has its name.</summary>
    Moved,

    /// <summary>What is in it is not sound. It is set aside, and another takes its place.</summary>
    Damaged,
}
