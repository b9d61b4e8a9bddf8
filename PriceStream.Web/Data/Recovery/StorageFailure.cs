namespace PriceStream.Web.Data.Recovery;

/// <summary>Why the database cannot be used, human-readable, and since when.</summary>
/// <param name="Reason">For the log and the administrator: with its path or host and what the system reported.</param>
/// <param name="PublicReason">For visitors: without either.</param>
public sealed record StorageFailure(StorageFailureKind Kind, string Reason, string PublicReason, DateTimeOffset Since);
