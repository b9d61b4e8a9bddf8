using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>The built site as a process of its own: what an administrator meets.</summary>
public sealed class ProcessTests : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
    private readonly List<Process> processes = [];

    [Fact]
    public async Task Every_error_of_the_configuration_is_in_one_message()
    {
        var (code, output, error) = await FailAsync(
            ("Upstream__PollSeconds", "61"), ("Upstream__Mode", "Sometimes"), ("Upstream__BaseAddress", "prices"), ("Sse__HeartbeatInterval", "30"), ("Sse__MaxClients", "none"), ("Sse__Enabled", "yes"), ("Icons__Mode", "Everywhere"));

        Assert.NotEqual(0, code);
        Assert.Empty(output);
        Assert.StartsWith("The configuration has 7 errors:", error, StringComparison.Ordinal);
        Assert.Contains("Upstream:PollSeconds (environment: Upstream__PollSeconds) is '61'; allowed: 1 to 59, or a multiple of 60", error, StringComparison.Ordinal);
        Assert.Contains("Icons:Mode (environment: Icons__Mode) is 'Everywhere'; allowed: None or Wiki", error, StringComparison.Ordinal);
        Assert.Contains("Sse:HeartbeatInterval (environment: Sse__HeartbeatInterval) is '30'; allowed: a time as hh:mm:ss", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_real_source_wants_to_know_whom_it_can_reach()
    {
        var (code, _, error) = await FailAsync();

        Assert.NotEqual(0, code);
        Assert.StartsWith("The configuration has 1 error:", error, StringComparison.Ordinal);
        Assert.Contains("Upstream:Contact", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var address = "http://" + taken.LocalEndpoint;

        var (code, output, error) = await FailAsync(("ASPNETCORE_URLS", address), ("Upstream__Mode", "Demo"));

        Assert.NotEqual(0, code);
        Assert.Equal($"PriceStream did not start: Failed to bind to address {address}: address already in use.", error.Trim());
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SIGTERM_ends_open_streams_and_the_process_within_five_seconds()
    {
        var (process, http) = await StartAsync(("Upstream__Mode", "Demo"));
        var streams = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SseReader.ConnectAsync(http)));

        var start = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        foreach (var stream in streams)
        {
            Assert.Equal("bye", (await stream.UntilEndAsync())[^1].Name);
            await stream.DisposeAsync();
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 5);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Killed_and_started_again_it_shows_its_last_prices_before_the_first_poll()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        (string, string)[] settings = [("Upstream__BaseAddress", upstream.Address), ("Upstream__PollSeconds", "1")];
        var (process, http) = await StartAsync(settings);
        await WaitForPriceAsync(http);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        // A start that was killed in the middle of its migrations leaves this behind.
        await ExecuteAsync("INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2025-01-01')");
        upstream.Faults["latest"] = upstream.Faults["mapping"] = upstream.HangAsync;
        var (_, again) = await StartAsync(settings);

        Assert.Equal(1_500_000, (long)JsonNode.Parse(await again.GetStringAsync(new Uri("api/v1/prices/current/4151", UriKind.Relative), TestContext.Current.CancellationToken))!["data"]!["high"]!);
        Assert.Contains("Abyssal whip", await again.GetStringAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_instance_that_polls_is_killed_another_polls_within_two_polls()
    {
        const int PollSeconds = 2;
        await using var upstream = await FakeUpstream.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        (string, string)[] settings = [("Upstream__BaseAddress", upstream.Address), ("Upstream__PollSeconds", PollSeconds.ToString()), ("ConnectionStrings__Redis", redis.Address)];
        var (process, http) = await StartAsync(settings);
        await WaitForPriceAsync(http);
        var (_, other) = await StartAsync(settings);
        await using var stream = await SseReader.ConnectAsync(other);
        await stream.NextAsync("feed");
        await stream.NextAsync("feed");

        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var killed = Stopwatch.GetTimestamp();
        while ((await stream.NextAsync("feed")).Json["polled_at"]!.GetValue<long>() < TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 1)
        {
        }

        upstream.Set(4151, 1_600_000, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), 1_480_000, FakeUpstream.Start);
        var update = await stream.NextAsync("price-update");
        Assert.Equal(1_600_000, (long)update.Json["high"]!);
        Assert.InRange(Stopwatch.GetElapsedTime(killed).TotalSeconds, 0, 3 * PollSeconds + 1); // two polls until it takes over, one for the update
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WaitForPriceAsync(HttpClient http)
    {
        for (var tries = 0; ; tries++)
        {
            using var answer = await http.GetAsync(new Uri("api/v1/prices/current/4151", UriKind.Relative), TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            Assert.True(tries < 300, "no price within 30 s");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={folder}/prices.db");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<(int Code, string Output, string Error)> FailAsync(params (string Key, string Value)[] settings)
    {
        var process = Launch(settings);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private async Task<(Process Process, HttpClient Http)> StartAsync(params (string Key, string Value)[] settings)
    {
        var process = Launch(settings);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            if (line.IndexOf("Now listening on: ", StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // so that it never waits for its reader
                return (process, new HttpClient { BaseAddress = new(line[(at + 18)..]) });
            }
        }

        throw new InvalidOperationException("The site ended before it listened: " + await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private Process Launch((string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PriceStream.Web.dll"), "--contentRoot", Repository.WebFolder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ConnectionStrings__PriceStream"] = $"Data Source={folder}/prices.db", ["ASPNETCORE_URLS"] = "http://127.0.0.1:0", ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start)!;
        processes.Add(process);
        return process;
    }
}
