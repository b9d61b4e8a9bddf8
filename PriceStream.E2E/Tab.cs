using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace PriceStream.E2E;

/// <summary>A browser tab that remembers what it complained about.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentDictionary<string, string> requests = new();

    public Tab(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) => complaints.Enqueue($"console {message.Type}: {message.Text}");
        page.PageError += (_, error) => complaints.Enqueue("error: " + error);
        page.Request += (_, request) => requests[request.Url] = "asked";
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
    public ILocator FeedFault => Page.GetByTestId("feed-fault");

    public ILocator Price(int item, string field) => Page.Locator($"[data-item=\"{item}\"][data-field=\"{field}\"]");

    public async Task LiveAsync()
    {
        try
        {
            await Assertions.Expect(LiveStatus).ToHaveAttributeAsync("data-state", "live");
        }
        catch (PlaywrightException fault)
        {
            throw new InvalidOperationException($"{fault.Message}\n{string.Join('\n', complaints.Concat(requests.Select(request => $"{request.Value} {request.Key}")))}", fault);
        }
    }

    /// <summary>No console message, script error, refused request or breach of the Content-Security-Policy (which is a console message).</summary>
    public void AssertQuiet() => Assert.Empty(complaints);

    public async Task<bool> ScrollsSidewaysAsync() => await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth");

    public ValueTask DisposeAsync() => new(context.CloseAsync());
}
