using System.Diagnostics;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>The README's first command, as a stranger gives it (but for the build, the port and the place of the database).</summary>
public sealed partial class StrangerTests(BrowserFixture browser)
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [Fact]
    public async Task One_command_shows_a_market_that_moves()
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
            await new ItemsPage(tab).GoAsync(); // maybe before the catalogue: the table fills itself
            await Expect(tab.Page.GetByTestId("demo-banner")).ToBeVisibleAsync();
            await tab.LiveAsync();
            await Expect(tab.Page.Locator("[data-moved]").First).ToBeVisibleAsync();

            var page = new ItemPage(tab);
            await page.GoAsync(4151);
            await tab.LiveAsync();
            var before = await tab.Price(4151, "high").GetAttributeAsync("data-value");
            await Expect(tab.Price(4151, "high")).Not.ToHaveAttributeAsync("data-value", before!);
            await Expect(page.Tip).ToHaveCountAsync(1);
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
                // What comes after is read too, so that the process never waits for its reader.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new(match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The site ended before it listened");
    }

    [GeneratedRegex(@"Now listening on: (http\S+)")]
    private static partial Regex Listening();
}
