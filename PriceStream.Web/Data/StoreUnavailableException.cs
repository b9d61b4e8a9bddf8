namespace PriceStream.Web.Data;

/// <summary>The past cannot be read until the database is back.</summary>
/// <param name="reason">Human-readable. Visitors may read it.</param>
public sealed class StoreUnavailableException(string reason) : Exception(reason);
