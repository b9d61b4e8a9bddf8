using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using PriceStream.E2E.Pages;
using PriceStream.Tests.Support;

namespace PriceStream.E2E.Support;

/// <summary>The site as it runs: its own clock, its own schedule, the demo market. A test holds nothing but the market.</summary>
internal sealed class DemoSite : WebApplicationFactory<Program>
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
    private readonly int pollSeconds;

    private DemoSite(int pollSeconds)
    {
        this.pollSeconds = pollSeconds;
        UseKestrel(0);
    }

    public Uri Address { get; private set; } = null!;
    public DemoMarket Market { get; private set; } = null!;
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Started, its first prices there, and the market in the test's hands.</summary>
    /// <param name="pollSeconds">A page is live for twice as long after a step.</param>
    public static async Task<DemoSite> StartAsync(int pollSeconds = 60)
    {
        var site = new DemoSite(pollSeconds);
        site.StartServer();
        site.Http = site.CreateClient();
        site.Address = site.Http.BaseAddress!;
        site.Market = new(site.Http);
        await Eventually.TrueAsync(
            async () => (int)(await site.Http.GetFromJsonAsync<JsonNode>("api/v1/prices/current"))!["meta"]!["count"]! > 0,
            "the site has its first prices");
        await site.Market.ManualAsync();
        return site;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Demo");
        builder.UseSetting("ConnectionStrings:PriceStream", $"Data Source={Path.Combine(folder, "prices.db")}");
        builder.UseSetting("Upstream:PollSeconds", $"{pollSeconds}");
        builder.ConfigureLogging(logging => logging.ClearProviders());
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
