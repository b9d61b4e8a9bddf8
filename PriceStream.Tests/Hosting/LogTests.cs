using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>What a site in use writes to standard output.</summary>
public sealed class LogTests
{
    private const string Odd = "odd\r\nquery";

    [Fact]
    public async Task Text_logs_have_one_line_per_event_start_with_the_time_and_contain_no_personal_data()
    {
        await using var site = await SiteProcess.StartAsync(
            ("Sse__MaxClinets", "3"), ("ConnectionStrings__Redis", "127.0.0.1:1,password=hunter2,connectTimeout=100"));
        await UseAsync(site);

        Assert.All(site.Lines, line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (trce|dbug|info|warn|fail|crit): ", line));
        AssertDiscreet(site);
        foreach (var end in (string[])
        [
            "Setting ConnectionStrings:Redis = '127.0.0.1:1,password=***,connectTimeout=100' (environment)",
            "Unknown setting: Sse__MaxClinets; did you mean Sse__MaxClients?",
        ])
        {
            Assert.Contains(site.Lines, line => line.EndsWith(end, StringComparison.Ordinal));
        }

        Assert.Single(site.Lines, line => line.Contains("Settings at their defaults: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task JSON_logs_have_one_object_per_line_with_the_time_in_UTC()
    {
        await using var site = await SiteProcess.StartAsync(("Logs__Format", "Json"));
        await UseAsync(site);

        Assert.All(site.Lines, line => Assert.EndsWith("Z", (string)JsonNode.Parse(line)!["Timestamp"]!, StringComparison.Ordinal));
        var mode = Assert.Single(site.Lines, line => line.Contains("Setting Upstream:Mode", StringComparison.Ordinal));
        Assert.Equal("Demo", (string)JsonNode.Parse(mode)!["State"]!["Value"]!);
        AssertDiscreet(site);
    }

    // Pages, JSON, a stream, refused requests, and addresses that try to inject lines into the log.
    private static async Task UseAsync(SiteProcess site)
    {
        site.Http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("odd-agent", "1"));
        foreach (var path in (string[])
        [
            "", "?search=", "items/4151?period=", "items/0?x=", "no/such/page?x=", "api/v1/items?page=",
            "api/v1/prices/history/4151?period=", "api/v1/prices/stream?items=", "demo/control?x=",
        ])
        {
            var address = path.Contains('=') ? path + Uri.EscapeDataString(Odd) : path;
            using var answer = await site.Http.GetAsync(new Uri(address, UriKind.Relative));
        }

        await using var stream = await SseReader.ConnectAsync(site.Http);
    }

    private static void AssertDiscreet(SiteProcess site)
    {
        foreach (var line in site.Lines)
        {
            Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
            Assert.DoesNotContain("odd", line, StringComparison.Ordinal);
            Assert.DoesNotContain("search=", line, StringComparison.Ordinal);
            var namesServers = line.Contains("Now listening", StringComparison.Ordinal) || line.Contains("Redis", StringComparison.Ordinal);
            Assert.True(namesServers || !line.Contains("127.0.0.1", StringComparison.Ordinal), line);
        }
    }
}
