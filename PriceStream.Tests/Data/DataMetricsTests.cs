using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Tests.Data;

/// <summary>What the administrator's page asks of the database.</summary>
public sealed class DataMetricsTests
{
    [Fact]
    public async Task The_metrics_report_sizes_backups_and_failures()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var data = app.Services.GetRequiredService<DataMetrics>();
        Assert.InRange(data.Bytes, 4096, long.MaxValue);
        Assert.InRange(data.WalBytes!.Value, 1, long.MaxValue);
        Assert.InRange(data.FreeBytes!.Value, 1, long.MaxValue);
        Assert.Null(data.Failure);
        Assert.True(data.BacksUp);
        Assert.Null(data.NewestBackup);
        Assert.Null(data.LastBackup);

        var report = await app.Services.GetRequiredService<DatabaseBackup>().RunAsync(TestContext.Current.CancellationToken);
        app.Services.GetRequiredService<StorageState>().Report(StorageFailureKind.Unwritable, "the disk is full");

        Assert.Equal(report.File, data.NewestBackup?.File);
        Assert.Equal(report, data.LastBackup);
        Assert.Equal("the disk is full", data.Failure?.Reason);
    }

    [Fact]
    public async Task Growth_is_measured_from_the_start()
    {
        await using var app = await AppFactory.StartAsync();
        var data = app.Services.GetRequiredService<DataMetrics>();
        await Eventually.TrueAsync(() => data.Growth is not null, "the first size is noted");
        var before = data.Growth!.Value.Bytes;

        await app.RefreshCatalogueAsync();
        await app.RunAsync<Web.Data.Sqlite.CheckpointJob>();

        Assert.InRange(data.Growth.Value.Bytes, before, long.MaxValue);
        Assert.Equal(app.Services.GetRequiredService<DatabaseGrowth>().Read(), data.Growth);
    }
}
