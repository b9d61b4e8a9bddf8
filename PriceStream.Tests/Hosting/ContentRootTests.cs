using System.Diagnostics;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>A service may be started from any folder.</summary>
public sealed class ContentRootTests
{
    [Fact]
    public async Task A_site_started_from_another_folder_finds_its_settings_and_styles()
    {
        var elsewhere = Directory.CreateTempSubdirectory("pricestream-").FullName;
        var start = new ProcessStartInfo("dotnet", [SiteProcess.Dll])
        {
            WorkingDirectory = elsewhere,
            Environment =
            {
                ["ConnectionStrings__PriceStream"] = $"Data Source={elsewhere}/prices.db",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Upstream__Mode"] = "Demo",
            },
        };
        await using var site = await SiteProcess.StartAsync(start, elsewhere);
        await site.HasPricesAsync();

        Assert.NotEmpty(await site.Http.GetStringAsync(new Uri("css/tokens.css", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.DoesNotContain(site.Lines,
            line => line.Contains("Request starting", StringComparison.Ordinal) || line.Contains("SELECT", StringComparison.Ordinal));
    }
}
