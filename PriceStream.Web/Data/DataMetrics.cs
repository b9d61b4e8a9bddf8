using System.Diagnostics.Metrics;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data;

/// <summary>What the database tells of itself.</summary>
public sealed class DataMetrics
{
    public DataMetrics(IMeterFactory meters, DatabaseFile file, DatabaseBackup backup, StorageState storage, TimeProvider clock)
    {
        var meter = meters.Create("pricestream.data");
        meter.CreateObservableGauge("pricestream.data.size", () => file.Bytes, "By", "The database file");
        meter.CreateObservableGauge("pricestream.data.wal_size", () => file.WalBytes, "By", "Its write-ahead log");
        meter.CreateObservableGauge("pricestream.data.disk_free", () => Known<long>(file.FreeBytes), "By", "Free on the database's disk");
        meter.CreateObservableGauge("pricestream.data.failing", () => storage.Fault is null ? 0 : 1, null, "1 while nothing is stored");
        meter.CreateObservableGauge("pricestream.data.backup_age", () => Known<double>(backup.All is [var (_, at), ..] ? (clock.GetUtcNow() - at).TotalSeconds : null), "s", "How old the newest backup is");
    }

    private static IEnumerable<Measurement<T>> Known<T>(T? value) where T : struct => value is { } known ? [new(known)] : [];
}
