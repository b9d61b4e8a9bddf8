using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Tests.Data.Recovery;

/// <summary>What the site makes of a write-ahead log that it finds at its start. That of a killed site is in KillTests.</summary>
public sealed class UncleanShutdownTests
{
    [Fact]
    public async Task A_second_instance_on_the_same_database_reports_no_unclean_shutdown()
    {
        (string, string) redis = ("ConnectionStrings:Redis", "127.0.0.1:1"); // a second instance needs a relay, even one that is away
        await using var first = await AppFactory.StartAsync(redis);
        await first.Services.GetRequiredService<WindowStore>().SaveAsync(
            [(2, new HistoryRow(FakeUpstream.Start, 300, 1, 1))], WindowOrigin.Series, TestContext.Current.CancellationToken);
        Assert.True(new FileInfo(Path.Combine(first.Folder, "prices.db-wal")).Length > 0);

        await using var second = await AppFactory.StartAsync(first.Folder, redis);
        await second.RunAsync<StorageJob>();

        Assert.DoesNotContain(second.Log.All, line => line.Contains("Unclean shutdown", StringComparison.Ordinal));
    }
}
