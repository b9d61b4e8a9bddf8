using System.Buffers.Binary;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;
using PriceStream.Web.History.Recent;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>
/// Takes the pictures of the documents from the demo market, always at the same time.
/// Writes them into the folder that PRICESTREAM_SCREENSHOTS names, if it is set.
/// </summary>
public sealed class ScreenshotTests(BrowserFixture browser)
{
    private static readonly (string Name, int Width, int Items, int Item)[] Screens =
        [("wide", 1180, 700, 1180), ("phone", 360, 740, 1500)];

    [Fact]
    public async Task The_pictures_of_the_documents_can_be_taken()
    {
        var wanted = Environment.GetEnvironmentVariable("PRICESTREAM_SCREENSHOTS") is { Length: > 0 } named
            ? Directory.CreateDirectory(named)
            : null;
        var folder = wanted ?? Directory.CreateTempSubdirectory("pricestream-");
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));
        await FetchHistoryAsync(app);
        await FetchMarketAsync(app);

        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            foreach (var (name, width, items, item) in Screens)
            {
                await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new()
                {
                    ColorScheme = scheme,
                    ViewportSize = new() { Width = width, Height = items },
                    TimezoneId = "UTC",
                    Locale = "en-GB",
                    ReducedMotion = ReducedMotion.Reduce,
                });
                var shot = $"{name}-{scheme.ToString().ToLowerInvariant()}.png";
                await new ItemsPage(tab).OpenAsync("?preset=flipping");
                await ShootAsync(app, tab, Path.Combine(folder.FullName, "items-" + shot), width, items);

                await tab.Page.SetViewportSizeAsync(width, item);
                await new ItemPage(tab).OpenAsync(Whip);
                await new ItemPage(tab).WaitForPointCountAsync(ChartLine.Tip, count: 1);
                await ShootAsync(app, tab, Path.Combine(folder.FullName, "item-" + shot), width, item);
            }
        }

        await ShootMediaAsync(app, folder, "forced", new() { ForcedColors = ForcedColors.Active }, width: 1180, height: 700);
        await ShootMediaAsync(app, folder, "print", new() { Media = Media.Print }, width: 794, height: 1123); // A4
        if (wanted is null)
        {
            folder.Delete(recursive: true);
        }
    }

    // The last day's hours come first, then its five-minute windows.
    private static async Task FetchMarketAsync(AppFactory app)
    {
        for (var window = 0; window < 80; window++)
        {
            await app.RunAsync<WindowSyncJob>();
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await app.RunAsync<RecentMarketJob>();
    }

    // Opening the item's page queues its history. Each run of the job fetches one series.
    private static async Task FetchHistoryAsync(AppFactory app)
    {
        await app.Http.GetStringAsync(new Uri("items/4151/abyssal-whip", UriKind.Relative), TestContext.Current.CancellationToken);
        foreach (var _ in Resolution.Windows)
        {
            await app.RunAsync<ItemBackfillJob>();
        }
    }

    // Forced colours and paper, of the table and of an item.
    private async Task ShootMediaAsync(
        AppFactory app, DirectoryInfo folder, string name, PageEmulateMediaOptions media, int width, int height)
    {
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new()
        {
            ViewportSize = new() { Width = width, Height = height }, TimezoneId = "UTC", Locale = "en-GB",
        });
        await tab.Page.EmulateMediaAsync(media);
        await new ItemsPage(tab).OpenAsync("?preset=flipping");
        await ShootAsync(app, tab, Path.Combine(folder.FullName, $"items-{name}.png"), width, height);
        await new ItemPage(tab).OpenAsync(Whip);
        await new ItemPage(tab).WaitForPointCountAsync(ChartLine.Tip, count: 1);
        await ShootAsync(app, tab, Path.Combine(folder.FullName, $"item-{name}.png"), width, height);
    }

    /// <summary>Takes the picture after a poll, so that prices on it have just moved.</summary>
    private static async Task ShootAsync(AppFactory app, Tab tab, string file, int width, int height)
    {
        await tab.WaitForLiveAsync();
        await app.PollAsync();
        await Expect(tab.MovedPrices.First).ToBeVisibleAsync();
        var png = await tab.Page.ScreenshotAsync(new() { Path = file });

        var size = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        Assert.Equal((width, height), size);
        Assert.True(png.Length is > 15_000 and < 250_000, $"{file}: {png.Length} bytes");
    }
}
