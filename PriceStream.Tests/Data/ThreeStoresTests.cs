using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History.Import;
using PriceStream.Web.History.Recent;

namespace PriceStream.Tests.Data;

/// <summary>
/// The same recorded market on SQLite, on PostgreSQL, and on a PostgreSQL database to which the SQLite file was copied: nobody can tell
/// the three sites apart.
/// </summary>
public sealed class ThreeStoresTests
{
    private const int Windows = 24;

    private static readonly int[] Items = [4151, 2, 561, 13190, 11802, 29149];
    private static readonly string[] Periods = ["1h", "24h", "7d", "30d", "90d", "1y", "all"];
    private static readonly string[] Presets = ["popular", "all", "flipping", "alch", "movers", "big"];

    [Fact]
    public async Task Every_history_every_preset_and_every_price_is_the_same_on_all_three()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.NotInstalled);
        StoreUnderTest.SkipWithoutFile();
        await using var upstream = await RecordedUpstream.StartAsync("2");
        await using var sqlite = await StartAsync(upstream, null);
        await using var postgres = await StartAsync(upstream, await PostgresDatabase.CreateEmptyAsync());
        for (var poll = 0; poll < 4; poll++)
        {
            await upstream.StepAsync();
            await sqlite.PollAsync();
            await postgres.PollAsync();
        }

        await FetchAsync(sqlite);
        await FetchAsync(postgres);
        await using var copied = await StartAsync(upstream, await CopyAsync(sqlite));
        copied.Clock.SetUtcNow(sqlite.Clock.GetUtcNow());
        postgres.Clock.SetUtcNow(sqlite.Clock.GetUtcNow());

        await AssertSameAsync([sqlite, postgres, copied]);
    }

    private static async Task<AppFactory> StartAsync(RecordedUpstream upstream, string? connection)
    {
        (string, string)[] settings = [("Upstream:BaseAddress", upstream.AddressOf(2))];
        var app = await AppFactory.StartAsync(
            connection is null ? settings : [.. settings, ("ConnectionStrings:PriceStream", connection)]);
        app.HasHealthyUpstream = true;
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(RecordedUpstream.Now));
        await app.RefreshCatalogueAsync();
        return app;
    }

    // Some windows of all items, what can be rolled up from them, and the whole past of the items.
    private static async Task FetchAsync(AppFactory app)
    {
        var backfill = app.Services.GetRequiredService<ItemBackfill>();
        foreach (var item in Items)
        {
            await app.HistoryAsync(item, "24h");
        }

        for (var window = 0; window < Windows; window++)
        {
            await app.RunAsync<WindowSyncJob>();
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        while (Items.Any(backfill.IsWanted))
        {
            await app.RunAsync<ItemBackfillJob>();
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await app.RunAsync<RollUpJob>();
    }

    private static async Task<string> CopyAsync(AppFactory app)
    {
        var target = await PostgresDatabase.CreateEmptyAsync();
        var (code, output) = await SiteProcess.RunAsync(
            "dotnet",
            [SiteProcess.Dll, "--contentRoot", Repository.WebFolder, "--copy-to", target],
            ("ConnectionStrings__PriceStream", $"Data Source={Path.Combine(app.Folder, "prices.db")}"));
        Assert.True(code == 0, output);
        return target;
    }

    private static async Task AssertSameAsync(IReadOnlyList<AppFactory> sites)
    {
        foreach (var site in sites)
        {
            await site.RunAsync<RecentMarketJob>();
        }

        var histories = from item in Items
                        from period in Periods
                        from sample in (string[])["true", "false"]
                        select $"api/v1/prices/history/{item}?period={period}&sample={sample}&cache=skip";
        var lists = Presets.Select(preset => $"api/v1/items?preset={preset}&page_size=200");
        foreach (var path in histories.Concat(lists).Append("api/v1/prices/current"))
        {
            var answers = new List<string>();
            foreach (var site in sites)
            {
                answers.Add((await site.GetJsonAsync(path))["data"]!.ToJsonString());
            }

            Assert.NotEqual("[]", answers[0]);
            Assert.All(answers[1..], answer => Assert.True(answers[0] == answer, path));
        }
    }
}
