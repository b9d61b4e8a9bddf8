using System.Collections.Concurrent;
using System.Net;

namespace PriceStream.Tests.Support;

/// <summary>Visitors of several sites who ask for pages, prices and histories without a break.</summary>
internal sealed class PageLoad : IAsyncDisposable
{
    private static readonly string[] Paths =
    [
        "", "?search=Item 2", "items/2/item-2", "api/v1/items", "api/v1/prices/current/2", "health/live", "health/ready",
        "api/v1/prices/history/2?cache=skip", "api/v1/prices/history/2?period=7d&cache=skip",
    ];

    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<(string Path, HttpStatusCode Status, bool SaysWhen, TimeSpan Time)> answers = new();
    private readonly Task visiting;

    private PageLoad(IEnumerable<BreakableSite> sites) => visiting = Task.WhenAll(sites.Select(site => VisitAsync(site.Http)));

    public static PageLoad On(IEnumerable<BreakableSite> sites) => new(sites);

    /// <summary>How many answers there were.</summary>
    public int Count => answers.Count;

    /// <summary>The answer that took longest.</summary>
    public (string Path, TimeSpan Time) Slowest => answers.Select(answer => (answer.Path, answer.Time)).MaxBy(answer => answer.Time);

    /// <summary>The longest time that an answer without a history took.</summary>
    public TimeSpan Longest => answers.Where(answer => !IsHistory(answer.Path)).Max(answer => answer.Time);

    /// <summary>What was measured, human-readable.</summary>
    public override string ToString() =>
        $"{Count} answers, {Unread} histories with 503; the slowest: {Slowest}, without histories {Longest}";

    /// <summary>How many histories could not be read.</summary>
    public int Unread => answers.Count(answer => answer.Status == HttpStatusCode.ServiceUnavailable);

    /// <summary>Ends the visits. Checks that everything was answered, but for histories, which say when to ask again.</summary>
    public async Task EndAsync()
    {
        await stop.CancelAsync();
        await visiting;
        Assert.All(answers, answer => Assert.True(
            answer.Status == HttpStatusCode.OK
                || IsHistory(answer.Path) && answer is { Status: HttpStatusCode.ServiceUnavailable, SaysWhen: true },
            $"/{answer.Path} answers {answer.Status}"));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await visiting.ContinueWith(_ => { }, TaskScheduler.Default);
        stop.Dispose();
    }

    private static bool IsHistory(string path) => path.Contains("/history/", StringComparison.Ordinal);

    private async Task VisitAsync(HttpClient http)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var path in Paths)
            {
                var start = TimeProvider.System.GetTimestamp();
                using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
                answers.Enqueue((
                    path, answer.StatusCode, answer.Headers.RetryAfter is not null, TimeProvider.System.GetElapsedTime(start)));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
