using PriceStream.Tests.Support;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Tests.Data.Recovery;

/// <summary>What the site makes of a write-ahead log that it finds at its start. That of a killed site is in KillTests.</summary>
public sealed class UncleanShutdownTests
{
    [Fact]
    public async Task A_second_instance_on_the_same_database_reports_no_unclean_shutdown()
    {
        await using var first = await AppFactory.StartWithPricesAsync();
        Assert.True(new FileInfo(Path.Combine(first.Folder, "prices.db-wal")).Length > 0);

        await using var second = await AppFactory.StartAsync(first.Folder);
        await second.RunAsync<StorageJob>();

        Assert.DoesNotContain(second.Log.All, line => line.Contains("Unclean shutdown", StringComparison.Ordinal));
    }
}
