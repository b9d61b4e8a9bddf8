using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(PriceStream.E2E.Support.BrowserFixture))]

namespace PriceStream.E2E.Support;

/// <summary>One Chromium for all tests. Each test has a context of its own, and so its own cookies and cache.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>The headless shell, which needs half the CPU time, or the whole browser where only that is installed.</summary>
    private static readonly string Program =
        File.Exists("/usr/bin/chromium-headless-shell") ? "/usr/bin/chromium-headless-shell" : "/usr/bin/chromium";

    private IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Tab.DefaultTimeout.TotalMilliseconds);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
    }

    /// <summary>Opens a tab whose relative addresses lead to a site, in a window of its own.</summary>
    public Task<Tab> OpenAsync(DemoSite site, BrowserNewContextOptions? options = null) => OpenAsync(site.Address, options, site.Timeout);

    /// <summary>Opens a tab whose relative addresses start with this one, in a window of its own.</summary>
    /// <param name="timeout">How long the tab waits for what a test expects; null for <see cref="Tab.DefaultTimeout"/>.</param>
    public async Task<Tab> OpenAsync(Uri address, BrowserNewContextOptions? options = null, TimeSpan? timeout = null)
    {
        var limit = timeout ?? Tab.DefaultTimeout;
        var context = await Browser.NewContextAsync(new(options ?? new())
        {
            BaseURL = address.ToString(),
            TimezoneId = options?.TimezoneId ?? "UTC",
            // It would take requests past what a test intercepts.
            ServiceWorkers = options?.ServiceWorkers ?? ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout((float)limit.TotalMilliseconds);
        return new(context, await context.NewPageAsync(), limit);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync();
        playwright?.Dispose();
    }
}
