using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Data.Backup;

/// <summary>When the database is backed up, to where, and how many backups are kept.</summary>
[SettingsSection("Backup")]
public sealed record BackupOptions
{
    /// <summary>Whether there is a backup each night. The command and the administrator can always make one.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The hour of the day, UTC.</summary>
    [Range(0, 23)]
    public int Hour { get; init; } = 3;

    [Range(1, 1000)]
    public int Keep { get; init; } = 7;

    /// <summary>Absolute, or relative to the folder of the database file.</summary>
    public string Folder { get; init; } = "backups";
}
