using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>The built site as a process of its own: how it stops, and how another instance takes over.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;

    [Fact]
    public async Task SIGTERM_ends_open_streams_and_the_process_within_five_seconds()
    {
        await using var site = await StartAsync(("Upstream__Mode", "Demo"));
        var streams = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SseReader.ConnectAsync(site.Http)));

        var stop = site.StopAsync();
        foreach (var stream in streams)
        {
            Assert.Equal("bye", (await stream.UntilEndAsync())[^1].Name);
            await stream.DisposeAsync();
        }

        var (code, time) = await stop;
        Assert.InRange(time.TotalSeconds, 0, 5);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task A_killed_site_shows_its_last_prices_again_before_its_first_poll()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        (string, string)[] settings = [("Upstream__BaseAddress", upstream.Address), ("Upstream__PollSeconds", "1")];
        await using (var site = await StartAsync(settings))
        {
            await site.HasPricesAsync();
            await site.KillAsync();
        }

        // A start that was killed in the middle of its migrations leaves this behind.
        await ExecuteAsync("INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2025-01-01')");
        upstream.Overrides["latest"] = upstream.Overrides["mapping"] = upstream.HangAsync;
        await using var again = await StartAsync(settings);

        var price = JsonNode.Parse(await GetAsync(again, "api/v1/prices/current/4151"))!;
        Assert.Equal(1_500_000, (long)price["data"]!["high"]!);
        Assert.Contains("Abyssal whip", await GetAsync(again, ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_polling_instance_is_killed_another_takes_over_within_two_polls()
    {
        const int PollSeconds = 2;
        await using var upstream = await FakeUpstream.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        (string, string)[] settings =
        [
            ("Upstream__BaseAddress", upstream.Address), ("Upstream__PollSeconds", $"{PollSeconds}"),
            ("ConnectionStrings__Redis", redis.Address),
        ];
        await using var site = await StartAsync(settings);
        await site.HasPricesAsync();
        await using var other = await StartAsync(settings);
        await using var stream = await SseReader.ConnectAsync(other.Http);
        await stream.NextAsync("feed");
        await stream.NextAsync("feed");

        await site.KillAsync();
        var killed = Stopwatch.GetTimestamp();
        while (await PolledAtAsync(stream) < TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 1)
        {
        }

        var traded = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        upstream.Set(4151, high: 1_600_000, highTime: traded, low: 1_480_000, lowTime: FakeUpstream.Start);
        var update = await stream.NextAsync("price-update");
        Assert.Equal(1_600_000, (long)update.Json["high"]!);
        // The other instance takes over within two polls, and the update arrives with the next.
        Assert.InRange(Stopwatch.GetElapsedTime(killed).TotalSeconds, 0, 3 * PollSeconds + 1);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<long> PolledAtAsync(SseReader stream) => (long)(await stream.NextAsync("feed")).Json["polled_at"]!;

    private static Task<string> GetAsync(SiteProcess site, string path) =>
        site.Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={folder}/prices.db");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    // The folder outlives each process.
    private Task<SiteProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var start = SiteProcess.Info(folder);
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return SiteProcess.StartAsync(start);
    }
}
