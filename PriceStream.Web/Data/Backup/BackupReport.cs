namespace PriceStream.Web.Data.Backup;

/// <summary>The result of an attempt to back up the database.</summary>
/// <param name="File">The backup; null when it failed with <paramref name="Error"/>.</param>
/// <param name="At">When it was started.</param>
/// <param name="Duration">Copy and check together.</param>
/// <param name="Error">Why it failed, human-readable; null when it succeeded.</param>
public sealed record BackupReport(string? File, DateTimeOffset At, long Bytes, TimeSpan Duration, string? Error)
{
    /// <summary>The backup is complete and passed SQLite's integrity check.</summary>
    public bool Good => Error is null;
}
