using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using PriceStream.Web.Admin;

namespace PriceStream.E2E;

/// <summary>The administrator's pages in a browser: without JavaScript, narrow and wide, light and dark.</summary>
public sealed class AdminTests(BrowserFixture browser)
{
    private const string Password = "correct horse battery";

    private static readonly (string, string)[] Settings = [("Admin:PasswordHash", PasswordHash.Of(Password).ToString())];
    private static readonly AxeRunOptions Rules =
        new() { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") };

    [Fact]
    public async Task An_administrator_can_do_everything_without_JavaScript()
    {
        await using var app = await AppFactory.StartAsync(folder: null, Settings);
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { JavaScriptEnabled = false });
        await LogInAsync(tab);
        // A page that reloads would empty a half-filled form.
        Assert.Equal(0, await tab.Page.Locator("noscript meta[http-equiv=refresh]").CountAsync());

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sync now" }).ClickAsync();
        await Expect(tab.Page.GetByTestId("admin-notice")).ToContainTextAsync("The source was asked");
        await Expect(tab.Page.Locator("[data-job=PricePollJob]")).ToContainTextAsync("good");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Back up now" }).ClickAsync();
        await Expect(tab.Page.GetByTestId("admin-storage")).ToContainTextAsync("sound");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Drain streams" }).ClickAsync();
        await Expect(tab.Page.GetByTestId("admin-streams")).ToContainTextAsync("refused: draining");
        await tab.Page.ReloadAsync(); // does not send the form again
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Accept streams again" }).ClickAsync();
        await Expect(tab.Page.GetByTestId("admin-streams")).ToContainTextAsync("accepted");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await tab.Page.GotoAsync("admin");
        await Expect(tab.Page.GetByLabel("Password")).ToBeVisibleAsync();
        tab.AssertQuiet();
    }

    [Theory]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1120, ColorScheme.Light)]
    public async Task The_administrators_pages_have_no_violation_that_axe_can_find_and_do_not_scroll_sideways(int width, ColorScheme scheme)
    {
        await using var app = await AppFactory.StartWithPricesAsync(Settings);
        app.Upstream.Overrides["latest"] = FakeUpstream.Text("", status: 500);
        await app.PollAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 800 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        await tab.Page.GotoAsync("admin/login");
        await AssertAccessibleAsync(tab, $"login-{width}-{scheme}");

        await LogInAsync(tab);
        await AssertAccessibleAsync(tab, $"admin-{width}-{scheme}");
        tab.AssertQuiet();
    }

    private static async Task LogInAsync(Tab tab)
    {
        await tab.Page.GotoAsync("admin");
        await tab.Page.GetByLabel("Password").FillAsync(Password);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Expect(tab.Page.GetByTestId("admin-streams")).ToBeVisibleAsync();
    }

    private static async Task AssertAccessibleAsync(Tab tab, string name)
    {
        if (Environment.GetEnvironmentVariable("PRICESTREAM_ADMIN_SHOTS") is { Length: > 0 } folder)
        {
            await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }

        var result = await tab.Page.RunAxe(Rules);
        Assert.Empty(result.Violations.Select(violation =>
            $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}"));
        Assert.False(await tab.ScrollsSidewaysAsync());
    }
}
