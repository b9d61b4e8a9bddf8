using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(PriceStream.E2E.Support.BrowserFixture))]

namespace PriceStream.E2E.Support;

/// <summary>One Chromium for all tests; each test has a context, and so cookies and a cache, of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(15_000); // two cores, several browsers' pages at once
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
    }

    /// <summary>A tab on that address, in a window of its own.</summary>
    public async Task<Tab> OpenAsync(Uri address, BrowserNewContextOptions? options = null)
    {
        var context = await Browser.NewContextAsync(new(options ?? new()) { BaseURL = address.ToString() });
        context.SetDefaultTimeout(15_000);
        return new(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync();
        playwright?.Dispose();
    }
}
