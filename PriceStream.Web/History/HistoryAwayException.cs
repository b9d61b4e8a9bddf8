namespace PriceStream.Web.History;

/// <summary>The past cannot be read until the database is back.</summary>
/// <param name="reason">Human-readable. Visitors may read it.</param>
public sealed class HistoryAwayException(string reason, Exception cause) : Exception(reason, cause);
