namespace PriceStream.Web.Data.Recovery;

/// <summary>Why the database file cannot be used, human-readable, and since when.</summary>
public sealed record StorageFailure(StorageFailureKind Kind, string Reason, DateTimeOffset Since);
