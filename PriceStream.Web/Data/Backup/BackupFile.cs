namespace PriceStream.Web.Data.Backup;

/// <summary>A finished backup.</summary>
/// <param name="File">Absolute.</param>
/// <param name="At">When the copy began, by its name.</param>
public readonly record struct BackupFile(string File, DateTimeOffset At);
