using System.Diagnostics;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>The README's first command, as a new user runs it, except for the build, the port and the place of the database.</summary>
public sealed partial class StrangerTests(BrowserFixture browser)
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [Fact]
    public async Task The_first_command_of_the_README_shows_a_live_market()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-");
        using var process = Process.Start(new ProcessStartInfo("dotnet",
            ["run", "--no-build", "-c", Configuration, "--project", Repository.WebFolder, "--", "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            Environment = { ["ConnectionStrings__PriceStream"] = $"Data Source={folder.FullName}/prices.db" },
        })!;
        try
        {
            await using var tab = await browser.OpenAsync(await AddressAsync(process));
            await new ItemsPage(tab).OpenAsync(); // the table fills when the catalogue arrives
            await Expect(tab.DemoBanner).ToBeVisibleAsync();
            await tab.WaitForLiveAsync();
            await Expect(tab.MovedPrices.First).ToBeVisibleAsync();

            var page = new ItemPage(tab);
            await page.OpenAsync(Whip);
            await tab.WaitForLiveAsync();
            var before = await tab.Price(Whip, "high").GetAttributeAsync("data-value");
            await Expect(tab.Price(Whip, "high")).Not.ToHaveAttributeAsync("data-value", before!);
            await Expect(page.TipRow).ToHaveCountAsync(1);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                // Reads the rest too, so that the process never waits for a reader.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new(match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The site ended before it listened");
    }

    [GeneratedRegex(@"Now listening on: (http\S+)")]
    private static partial Regex Listening();
}
