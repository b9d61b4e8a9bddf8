namespace PriceStream.Web.Data.Backup;

/// <summary>The result of an attempt to back up the database.</summary>
/// <param name="File">The backup; null when there is none, because of <paramref name="Error"/>.</param>
/// <param name="At">When it began.</param>
/// <param name="Duration">Copy and check together.</param>
/// <param name="Error">Why there is none, human-readable.</param>
public sealed record BackupReport(string? File, DateTimeOffset At, long Bytes, TimeSpan Duration, string? Error)
{
    /// <summary>The backup is whole, and SQLite's integrity check found nothing wrong in it.</summary>
    public bool Good => Error is null;
}
