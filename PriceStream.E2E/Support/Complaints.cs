using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace PriceStream.E2E.Support;

/// <summary>
/// What a tab complains about: console messages (breaches of the Content-Security-Policy among them), script errors, responses with
/// an error status. A test excuses the complaints that it causes on purpose.
/// </summary>
internal sealed partial class Complaints
{
    private readonly ConcurrentQueue<string> all = new();
    private readonly ConcurrentQueue<Func<string, bool>> excuses = new();

    public Complaints(IPage page)
    {
        Excuse("Service Worker registration blocked by Playwright"); // as BrowserFixture asks
        page.Console += (_, message) => Add(Describe(message));
        page.PageError += (_, error) => Add("error: " + error);
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                Add($"{response.Status} {response.Url}");
            }
        };
    }

    public IReadOnlyList<string> All => [.. all];

    public IReadOnlyList<string> Unexcused => [.. all.Where(complaint => !excuses.Any(excuse => excuse(complaint)))];

    /// <summary>Excuses complaints with this text in them.</summary>
    public void Excuse(string part) => excuses.Enqueue(complaint => complaint.Contains(part, StringComparison.Ordinal));

    /// <summary>Excuses what a page of the site logs while nothing answers at its address.</summary>
    public void ExcuseLostServer() => excuses.Enqueue(LostServer().IsMatch);

    private void Add(string complaint) => all.Enqueue(complaint);

    private static string Describe(IConsoleMessage message) => $"console {message.Type}: {message.Text} ({message.Location})";

    // Chromium's own line for a request without a response, and htmx's two: for a stream that was cut and for a request without an answer.
    [GeneratedRegex("""
        ^console\ error:\ (?:
            Failed\ to\ load\ resource:\ net::ERR_
              (?:CONNECTION_(?:REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|SOCKET_NOT_CONNECTED|INTERNET_DISCONNECTED)
          | htmx:\ htmx:sse:error:\ network\ error\ TypeError:\ network\ error
          | htmx:\ htmx:error:\ Failed\ to\ fetch\ TypeError:\ Failed\ to\ fetch
        )\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex LostServer();
}
