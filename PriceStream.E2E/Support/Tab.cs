using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace PriceStream.E2E.Support;

/// <summary>
/// A browser tab that remembers what it complained about. A test in which one complained fails (<see cref="QuietTabsAttribute"/>),
/// unless it has excused that.
/// </summary>
public sealed class Tab : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<Tab>> Opened = new();

    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentDictionary<string, string> requests = new();
    private readonly ConcurrentQueue<string> excused = new();
    private int streams;

    public Tab(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        Opened.GetOrAdd(TestContext.Current.Test!.UniqueID, _ => new()).Enqueue(this);
        page.Console += (_, message) => complaints.Enqueue($"console {message.Type}: {message.Text}");
        page.PageError += (_, error) => complaints.Enqueue("error: " + error);
        page.Request += (_, request) =>
        {
            requests[request.Url] = "asked";
            streams += request.Url.Contains("/stream?", StringComparison.Ordinal) ? 1 : 0;
        };
        page.RequestFinished += (_, request) => requests[request.Url] = "finished";
        page.RequestFailed += (_, request) => requests[request.Url] = "failed: " + request.Failure;
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                complaints.Enqueue($"{response.Status} {response.Url}");
            }
        };
    }

    public IPage Page { get; }

    public ILocator LiveStatus => Page.GetByTestId("live-status");
    public ILocator UpstreamFailure => Page.GetByTestId("feed-fault");

    public ILocator Pause => Page.GetByRole(AriaRole.Button, new() { Name = "Pause" });
    public ILocator Missed => Page.GetByTestId("missed");

    /// <summary>How many streams the page has asked for.</summary>
    public int Streams => streams;

    public ILocator Price(int item, string field) => Page.Locator($"[data-item=\"{item}\"][data-field=\"{field}\"]");

    public async Task LiveAsync()
    {
        try
        {
            await Assertions.Expect(LiveStatus).ToHaveAttributeAsync("data-state", "live");
        }
        catch (PlaywrightException fault)
        {
            var seen = complaints.Concat(requests.Select(request => $"{request.Value} {request.Key}"));
            throw new InvalidOperationException($"{fault.Message}\n{string.Join('\n', seen)}", fault);
        }
    }

    /// <summary>Another tab of the same browser window.</summary>
    public async Task<Tab> OpenAnotherAsync() => new(context, await context.NewPageAsync());

    /// <summary>Waits for a state of the live indicator.</summary>
    public Task IsAsync(string state) => Assertions.Expect(LiveStatus).ToHaveAttributeAsync("data-state", state);

    /// <summary>The page is hidden, as in a tab behind another, from its first moment.</summary>
    public Task OpenHiddenAsync() => Page.AddInitScriptAsync(
        "Object.defineProperty(document, 'hidden', { get: () => window.isHidden ?? true, configurable: true })");

    public Task HideAsync() => SetHiddenAsync("true");

    public Task ShowAsync() => SetHiddenAsync("false");

    private async Task SetHiddenAsync(string hidden) => await Page.EvaluateAsync(
        "Object.defineProperty(document, 'hidden', { get: () => window.isHidden, configurable: true });"
        + $"window.isHidden = {hidden}; document.dispatchEvent(new Event('visibilitychange'))");

    /// <summary>
    /// Fails on a console message, a script error, a refused request
    /// or a breach of the Content-Security-Policy (which is a console message).
    /// </summary>
    public void AssertQuiet() => Assert.DoesNotContain(
        complaints,
        complaint => !excused.Any(part => complaint.Contains(part, StringComparison.Ordinal)));

    /// <summary>Complaints with this in them are what the test is about.</summary>
    public void Excuse(string part) => excused.Enqueue(part);

    /// <summary>What <see cref="AssertQuiet"/> says, of all tabs of a test.</summary>
    public static void AssertAllQuiet(string test)
    {
        if (Opened.TryRemove(test, out var tabs))
        {
            Assert.All(tabs, tab => tab.AssertQuiet());
        }
    }

    public async Task<bool> ScrollsSidewaysAsync() => await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth");

    public ValueTask DisposeAsync() => new(context.CloseAsync());
}
