namespace PriceStream.Web.Data.Recovery;

/// <summary>Why the database file is not used as it should be, for people, and since when.</summary>
public sealed record StorageFault(StorageFaultKind Kind, string Reason, DateTimeOffset Since);
