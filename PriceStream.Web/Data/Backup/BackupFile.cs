namespace PriceStream.Web.Data.Backup;

/// <summary>A finished backup.</summary>
/// <param name="File">Absolute.</param>
/// <param name="At">When the copy was started, according to its name.</param>
public readonly record struct BackupFile(string File, DateTimeOffset At);
