using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace PriceStream.E2E.Support;

/// <summary>
/// A browser tab. A console message, a script error or a failed request in it fails the test (<see cref="QuietTabsAttribute"/>),
/// unless the test excuses it.
/// </summary>
public sealed class Tab : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<Tab>> OpenedIn = new();

    private readonly IBrowserContext context;
    private readonly TimeSpan timeout;
    private readonly Complaints complaints;
    private readonly ConcurrentDictionary<string, string> requests = new();
    private int streamsOpened;

    public Tab(IBrowserContext context, IPage page, TimeSpan timeout)
    {
        this.context = context;
        this.timeout = timeout;
        Page = page;
        complaints = new(page);
        OpenedIn.GetOrAdd(TestContext.Current.Test!.UniqueID, _ => new()).Enqueue(this);
        page.Request += (_, request) =>
        {
            requests[request.Url] = "pending";
            streamsOpened += request.Url.Contains("/stream?", StringComparison.Ordinal) ? 1 : 0;
        };
        page.RequestFinished += (_, request) => requests[request.Url] = "finished";
        page.RequestFailed += (_, request) => requests[request.Url] = "failed: " + request.Failure;
    }

    /// <summary>How long a tab waits for what a test expects. Long, as several browsers share a small machine's cores.</summary>
    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromSeconds(15);

    public IPage Page { get; }

    /// <summary>How long this tab waits for what a test expects, in milliseconds.</summary>
    public float Timeout => (float)timeout.TotalMilliseconds;

    public ILocator LiveStatus => Page.GetByTestId("live-status");
    public ILocator PauseButton => Page.GetByTestId("pause");
    public ILocator DemoBanner => Page.GetByTestId("demo-banner");

    /// <summary>The notice that the upstream fails, and why.</summary>
    public ILocator UpstreamFailure => Page.GetByTestId("feed-fault");

    /// <summary>The notice that updates were missed and the page was refreshed.</summary>
    public ILocator MissedNotice => Page.GetByTestId("missed");

    /// <summary>Prices that have changed since the page was loaded.</summary>
    public ILocator MovedPrices => Page.Locator("[data-moved]");

    /// <summary>How many streams the page has requested.</summary>
    public int StreamsOpened => streamsOpened;

    /// <summary>All complaints that the test has not excused.</summary>
    public IReadOnlyList<string> Complaints => complaints.Unexcused;

    /// <param name="field">high, low or margin.</param>
    public ILocator Price(int item, string field) => Page.Locator($"[data-item=\"{item}\"][data-field=\"{field}\"]");

    /// <summary>Waits until the page shows these prices; a side that is null may have any.</summary>
    public async Task WaitForPriceAsync(int item, long? high = null, long? low = null)
    {
        foreach (var (field, price) in new[] { ("high", high), ("low", low) })
        {
            if (price is not null)
            {
                await Assertions.Expect(Price(item, field)).ToHaveAttributeAsync("data-value", $"{price}", new() { Timeout = Timeout });
            }
        }
    }

    /// <summary>Waits until the page receives the stream and the newest poll is recent.</summary>
    public Task WaitForLiveAsync() => WaitForStateAsync("live");

    /// <summary>Waits for a state of the live indicator. A failure lists the tab's complaints and requests.</summary>
    /// <param name="state">connecting, live, delayed, reconnecting, paused, offline or polling.</param>
    public async Task WaitForStateAsync(string state)
    {
        try
        {
            await Assertions.Expect(LiveStatus).ToHaveAttributeAsync("data-state", state, new() { Timeout = Timeout });
        }
        catch (PlaywrightException error)
        {
            var seen = complaints.All.Concat(requests.Select(request => $"{request.Value} {request.Key}"));
            throw new InvalidOperationException($"{error.Message}\n{string.Join('\n', seen)}", error);
        }
    }

    /// <summary>Disconnects all tabs of this browser window from the network, or connects them again.</summary>
    public Task SetOfflineAsync(bool isOffline) => context.SetOfflineAsync(isOffline);

    /// <summary>Opens another tab of the same browser window.</summary>
    public async Task<Tab> OpenAnotherAsync() => new(context, await context.NewPageAsync(), timeout);

    /// <summary>Makes the pages of this tab hidden from their first moment, as in a tab behind another.</summary>
    public Task StartHiddenAsync() => Page.AddInitScriptAsync(
        "Object.defineProperty(document, 'hidden', { get: () => window.isHidden ?? true, configurable: true })");

    public Task HideAsync() => SetHiddenAsync("true");

    public Task ShowAsync() => SetHiddenAsync("false");

    /// <summary>Fails unless the tab is quiet, and lists every complaint that the test has not excused.</summary>
    public void AssertQuiet() => AssertNone(Complaints);

    /// <summary>Fails unless all tabs of a test are quiet.</summary>
    public static void AssertAllQuiet(string test)
    {
        if (OpenedIn.TryRemove(test, out var tabs))
        {
            AssertNone([.. tabs.SelectMany(tab => tab.Complaints)]);
        }
    }

    /// <summary>Excuses complaints with this text in them, which the test causes on purpose.</summary>
    public void Excuse(string part) => complaints.Excuse(part);

    /// <summary>Excuses the errors that the browser logs while the server is away, and no other complaint.</summary>
    public void ExcuseLostServer() => complaints.ExcuseLostServer();

    public async Task<bool> ScrollsSidewaysAsync() => await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth");

    public ValueTask DisposeAsync() => new(context.CloseAsync());

    private async Task SetHiddenAsync(string hidden) => await Page.EvaluateAsync(
        "Object.defineProperty(document, 'hidden', { get: () => window.isHidden, configurable: true });"
        + $"window.isHidden = {hidden}; document.dispatchEvent(new Event('visibilitychange'))");

    // Assert.Empty would cut the complaints short.
    private static void AssertNone(IReadOnlyCollection<string> complaints)
    {
        if (complaints.Count > 0)
        {
            Assert.Fail("The page complained:\n" + string.Join('\n', complaints));
        }
    }
}
