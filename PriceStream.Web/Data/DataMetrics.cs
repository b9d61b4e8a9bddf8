using System.Diagnostics.Metrics;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data;

/// <summary>The state of the database, as metrics and as properties for the administrator's page.</summary>
public sealed class DataMetrics
{
    private readonly DatabaseFile file;
    private readonly DatabaseBackup backup;
    private readonly DatabaseGrowth growth;
    private readonly StorageState storage;

    public DataMetrics(
        IMeterFactory meters, DatabaseFile file, DatabaseBackup backup, DatabaseGrowth growth, StorageState storage, TimeProvider clock)
    {
        (this.file, this.backup, this.growth, this.storage) = (file, backup, growth, storage);
        var meter = meters.Create("pricestream.data");
        meter.CreateObservableGauge("pricestream.data.size", () => Bytes, "By", "The database file");
        meter.CreateObservableGauge("pricestream.data.wal_size", () => WalBytes, "By", "Its write-ahead log");
        meter.CreateObservableGauge("pricestream.data.disk_free", () => Known<long>(FreeBytes), "By", "Free on the database's disk");
        meter.CreateObservableGauge("pricestream.data.failing", () => Failure is null ? 0 : 1, null, "1 while nothing is stored");
        meter.CreateObservableGauge(
            "pricestream.data.backup_age", () => Known<double>((clock.GetUtcNow() - NewestBackup?.At)?.TotalSeconds), "s",
            "How old the newest backup is");
    }

    /// <summary>The size of the database file.</summary>
    public long Bytes => file.Bytes;

    /// <summary>The size of its write-ahead log.</summary>
    public long WalBytes => file.WalBytes;

    /// <summary>The free bytes on the database's disk; null where the system does not report them.</summary>
    public long? FreeBytes => file.FreeBytes;

    /// <summary>How many bytes the file has grown, and since when: at most a day ago. Null at first.</summary>
    public (long Bytes, DateTimeOffset Since)? Growth => growth.Read();

    /// <summary>Why and since when writes are not stored; null while they are.</summary>
    public StorageFailure? Failure => storage.Failure;

    /// <summary>Whether there is a nightly backup.</summary>
    public bool BacksUp => backup.Options.Enabled;

    /// <summary>The newest finished backup; null when there is none.</summary>
    public BackupFile? NewestBackup => backup.All is [var newest, ..] ? newest : null;

    /// <summary>The last attempt to back up since the start; null when there was none.</summary>
    public BackupReport? LastBackup => backup.Last;

    private static IEnumerable<Measurement<T>> Known<T>(T? value) where T : struct => value is { } known ? [new(known)] : [];
}
