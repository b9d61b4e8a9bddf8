using PriceStream.Web.Settings;

namespace PriceStream.Web.Data.Backup;

/// <summary>When the database is backed up, to where, and how many backups are kept.</summary>
/// <param name="Hour">The hour of the day, UTC.</param>
/// <param name="Folder">Absolute, or beside the database file.</param>
public sealed record BackupOptions(bool Enabled, int Hour, int Keep, string Folder)
{
    public static BackupOptions Read(SettingsReader settings) => new(
        settings.Switch("Backup:Enabled", true),
        settings.WholeNumber("Backup:Hour", 3, 0, 23),
        settings.WholeNumber("Backup:Keep", 7, 1, 1000),
        settings.Text("Backup:Folder", "backups"));
}
