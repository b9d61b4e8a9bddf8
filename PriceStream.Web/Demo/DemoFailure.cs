using System.Net;
using System.Net.Http.Headers;

namespace PriceStream.Web.Demo;

/// <summary>
/// A way in which the demo market misbehaves. It lasts until <see cref="End"/> or, with a count, for that many requests.
/// </summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Path">The only path that it affects; null for all.</param>
/// <param name="Count">How many more requests it affects, retries included; null for no limit.</param>
/// <param name="Milliseconds">How long the response takes; null for no delay.</param>
public sealed record DemoFailure(string Kind, string? Path, int? Count, int? Milliseconds)
{
    public const string Off = "off";

    public static readonly IReadOnlyList<string> Kinds =
        ["500", "503", "429", "404", "hang", "slow", "reset", "truncate", "garbage", "html", "empty"];

    public static readonly IReadOnlyList<string> Paths = ["mapping", "latest", "5m", "1h", "24h", "timeseries"];

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends the failure and releases the requests that hang in it.</summary>
    public void End() => ended.TrySetResult();

    /// <summary>Returns the response with the failure applied.</summary>
    public async Task<HttpResponseMessage> SpoilAsync(HttpResponseMessage answer, TimeProvider clock, CancellationToken cancellationToken)
    {
        await WaitAsync(clock, cancellationToken);
        switch (Kind)
        {
            case "hang" or "slow":
                break;
            case "reset":
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The demo market reset the connection.");
            case "truncate":
                var whole = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                answer.Content = Content(whole.AsMemory(0, whole.Length / 2));
                break;
            case "garbage":
                answer.Content = Content("<%~ \0\u0001 no JSON"u8.ToArray());
                break;
            case "html":
                answer.Content = Content("<!doctype html><title>Down for maintenance</title>"u8.ToArray(), "text/html");
                break;
            case "empty":
                answer.Content = Content(default);
                break;
            default:
                Refuse(answer, (HttpStatusCode)int.Parse(Kind));
                break;
        }

        return answer;
    }

    private async Task WaitAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        var wait = Kind == "hang" ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Milliseconds ?? 0);
        // A timeout is expected here, so it does not throw.
        await ended.Task.WaitAsync(wait, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static void Refuse(HttpResponseMessage answer, HttpStatusCode status)
    {
        answer.StatusCode = status;
        answer.Content = Content("""{"error":"a failure that a tester switched on"}"""u8.ToArray());
        if (status == HttpStatusCode.TooManyRequests)
        {
            answer.Headers.RetryAfter = new(RetryAfter);
        }
    }

    private static ReadOnlyMemoryContent Content(ReadOnlyMemory<byte> body, string type = "application/json") =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
}
