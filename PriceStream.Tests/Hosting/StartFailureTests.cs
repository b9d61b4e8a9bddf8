using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>A start that fails: one message on standard error, exit code 1, and no stack trace.</summary>
public sealed class StartFailureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;

    [Fact]
    public async Task One_message_lists_every_configuration_error()
    {
        var (code, output, error) = await FailAsync(
            ("Upstream__PollSeconds", "61"), ("Upstream__Mode", "Sometimes"), ("Upstream__BaseAddress", "prices"),
            ("Sse__HeartbeatInterval", "30"), ("Sse__MaxClients", "none"), ("Sse__Enabled", "yes"), ("Icons__Mode", "Everywhere"));

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("The configuration has 7 errors:", error, StringComparison.Ordinal);
        foreach (var line in (string[])
        [
            "Upstream:PollSeconds (environment: Upstream__PollSeconds) is '61'; allowed: 1 to 59, or a multiple of 60",
            "Icons:Mode (environment: Icons__Mode) is 'Everywhere'; allowed: None or Wiki or Cached",
            "Sse:HeartbeatInterval (environment: Sse__HeartbeatInterval) is '30'; "
                + "allowed: a duration such as 00:30:00, 30m, 90s, 1h30m or 1d",
        ])
        {
            Assert.Contains(line, error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_real_price_API_requires_a_contact()
    {
        var (code, _, error) = await FailAsync();

        Assert.Equal(1, code);
        Assert.StartsWith("The configuration has 1 error:", error, StringComparison.Ordinal);
        Assert.Contains("Upstream:Contact", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_reported_in_one_clear_line()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var address = "http://" + taken.LocalEndpoint;

        var (code, output, error) = await FailAsync(("ASPNETCORE_URLS", address), ("Upstream__Mode", "Demo"));

        Assert.Equal(1, code);
        Assert.Equal($"PriceStream did not start: Failed to bind to address {address}: address already in use.", error.Trim());
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_programs_database_is_reported_in_one_clear_line()
    {
        await using (var connection = new SqliteConnection($"Data Source={folder}/prices.demo.db"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE bookmarks (url TEXT)";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var (code, output, error) = await FailAsync(("Upstream__Mode", "Demo"));

        Assert.Equal(1, code);
        Assert.StartsWith("PriceStream did not start: The file ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private Task<(int Code, string Output, string Error)> FailAsync(params (string Key, string Value)[] settings)
    {
        var start = SiteProcess.Info(folder);
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return SiteProcess.RunAsync(start);
    }
}
