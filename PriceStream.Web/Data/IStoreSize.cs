namespace PriceStream.Web.Data;

/// <summary>How much space the database takes.</summary>
public interface IStoreSize
{
    /// <summary>The size of the data and its indices; 0 while it is not known.</summary>
    long Bytes { get; }

    /// <summary>The size of the write-ahead log; null where the engine manages it by itself.</summary>
    long? WalBytes { get; }

    /// <summary>The free bytes on the database's disk; null where that is not known.</summary>
    long? FreeBytes { get; }
}
