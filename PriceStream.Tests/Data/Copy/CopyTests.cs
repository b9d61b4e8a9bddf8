using System.Globalization;
using System.Security.Cryptography;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Copy;

/// <summary>A complete copy of a file into PostgreSQL.</summary>
public sealed class CopyTests
{
    private static readonly string[] Periods = ["1h", "24h", "7d", "30d", "90d", "1y", "all"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_of_every_table_arrives_and_the_file_stays_as_it_was()
    {
        await using var copy = await CopyCase.CreateAsync();
        var before = SHA256.HashData(await File.ReadAllBytesAsync(copy.File, Stop));

        var (code, output, error) = await copy.RunAsync();

        Assert.True(code == 0, error);
        var counts = (string[])["items", "latest_prices", "ticks", "windows", "fetched_windows", "fetched_series"];
        Assert.Equal(string.Concat(counts.Select(table => $"{table} {CountOf(copy, table)}\n")), output);
        await copy.AssertEqualAsync();
        Assert.Equal(before, SHA256.HashData(await File.ReadAllBytesAsync(copy.File, Stop)));
        Assert.Equal("live", await copy.AskAsync("SELECT mode FROM site"));
        Assert.Equal(true, await copy.AskAsync("SELECT to_regclass('copy_progress') IS NULL"));
        Assert.Equal(1d, await copy.AskAsync("SELECT min(relallvisible::real / relpages) FROM pg_class WHERE relname LIKE 'windows_5m_%' "
            + "AND relkind = 'r' AND relpages > 0"));
    }

    [Fact]
    public async Task A_site_on_the_copy_answers_as_the_one_on_the_file()
    {
        await using var copy = await CopyCase.CreateAsync();
        Assert.Equal(0, (await copy.RunAsync()).Code);
        await using var onFile = await AppFactory.StartAsync(copy.Folder);
        await using var onCopy = await AppFactory.StartAsync(("ConnectionStrings:PriceStream", copy.Target));

        foreach (var path in Periods.SelectMany(period => (string[])[$"2?period={period}", $"4151?period={period}"]))
        {
            await AssertSameAsync(onFile, onCopy, $"api/v1/prices/history/{path}&cache=skip");
        }

        foreach (var path in (string[])["api/v1/items", "api/v1/prices/current?items=2,4151"])
        {
            await AssertSameAsync(onFile, onCopy, path);
        }
    }

    [Fact]
    public async Task The_demo_markets_file_becomes_a_database_of_the_demo_market()
    {
        await using var copy = await CopyCase.CreateAsync();
        DatabaseTemplate.CopyTo(copy.Folder, isDemo: true);

        var (code, output, error) = await copy.RunAsync(settings: ("Upstream__Mode", "Demo"));

        Assert.True(code == 0, error);
        Assert.StartsWith("items 0\n", output, StringComparison.Ordinal);
        Assert.Equal("demo", await copy.AskAsync("SELECT mode FROM site"));
    }

    [Fact]
    public async Task A_site_goes_on_while_its_file_is_copied()
    {
        await using var copy = await CopyCase.CreateAsync();
        await using var site = await BreakableSite.StartAsync();
        var start = SiteProcess.Info(site.Folder);
        start.ArgumentList.Add("--copy-to");
        start.ArgumentList.Add(copy.Target);

        var running = SiteProcess.RunAsync(start);
        var polls = site.Polls;
        var (code, output, error) = await running;

        Assert.True(code == 0, error);
        Assert.Contains("latest_prices 300\n", output, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => site.Polls > polls, "the site polls");
        Assert.False(site.HasEnded);
        // One moment of the site: all prices of a poll are in the copy, or none.
        var price = (long)(await copy.AskAsync("SELECT high FROM latest_prices WHERE item_id = 2"))!;
        Assert.InRange(price, 1000, 1000 + site.Polls);
    }

    private static async Task AssertSameAsync(AppFactory one, AppFactory other, string path)
    {
        var expected = (await one.GetJsonAsync(path))["data"]!.ToJsonString();
        Assert.NotEqual("[]", expected);
        Assert.Equal(expected, (await other.GetJsonAsync(path))["data"]!.ToJsonString());
    }

    private static string CountOf(CopyCase copy, string table) =>
        TestDatabase.Read<long>(copy.File, $"SELECT count(*) FROM {table}").ToString(CultureInfo.InvariantCulture);
}
