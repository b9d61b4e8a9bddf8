using System.Diagnostics.Metrics;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Data;

/// <summary>The state of the database, as metrics and as properties for the administrator's page.</summary>
public sealed class DataMetrics
{
    private readonly IStoreSize size;
    private readonly DatabaseGrowth growth;
    private readonly StorageState storage;
    private readonly DatabaseBackup? backup;

    /// <param name="backup">Null where the site makes no backups of its own.</param>
    public DataMetrics(
        IMeterFactory meters, IStoreSize size, DatabaseGrowth growth, StorageState storage, TimeProvider clock,
        DatabaseBackup? backup = null)
    {
        (this.size, this.growth, this.storage, this.backup) = (size, growth, storage, backup);
        var meter = meters.Create("pricestream.data");
        meter.CreateObservableGauge("pricestream.data.size", () => Bytes, "By", "The database");
        meter.CreateObservableGauge("pricestream.data.wal_size", () => Known(WalBytes), "By", "Its write-ahead log");
        meter.CreateObservableGauge("pricestream.data.disk_free", () => Known(FreeBytes), "By", "Free on the database's disk");
        meter.CreateObservableGauge("pricestream.data.failing", () => Failure is null ? 0 : 1, null, "1 while nothing is stored");
        meter.CreateObservableGauge(
            "pricestream.data.backup_age", () => Known((clock.GetUtcNow() - NewestBackup?.At)?.TotalSeconds), "s",
            "How old the newest backup is");
    }

    /// <summary>The engine and where its data is.</summary>
    public string Store => storage.Store;

    /// <summary>The size of the database.</summary>
    public long Bytes => size.Bytes;

    /// <summary>The size of its write-ahead log; null where the engine manages it by itself.</summary>
    public long? WalBytes => size.WalBytes;

    /// <summary>The free bytes on the database's disk; null where that is not known.</summary>
    public long? FreeBytes => size.FreeBytes;

    /// <summary>How many bytes the database has grown, and since when: at most a day ago. Null at first.</summary>
    public (long Bytes, DateTimeOffset Since)? Growth => growth.Read();

    /// <summary>Why and since when writes are not stored; null while they are.</summary>
    public StorageFailure? Failure => storage.Failure;

    /// <summary>Whether the site can make backups. Otherwise the engine's own tools do.</summary>
    public bool CanBackUp => backup is not null;

    /// <summary>Whether there is a nightly backup.</summary>
    public bool BacksUp => backup is { Options.Enabled: true };

    /// <summary>The newest finished backup; null when there is none.</summary>
    public BackupFile? NewestBackup => backup?.All is [var newest, ..] ? newest : null;

    /// <summary>The last attempt to back up since the start; null when there was none.</summary>
    public BackupReport? LastBackup => backup?.Last;

    private static IEnumerable<Measurement<T>> Known<T>(T? value) where T : struct => value is { } known ? [new(known)] : [];
}
