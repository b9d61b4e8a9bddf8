using System.Net;
using System.Net.Http.Headers;

namespace PriceStream.Web.Demo;

/// <summary>
/// A way in which the demo market misbehaves, and how long it goes on: until <see cref="End"/> or, with a count, for so many
/// questions.
/// </summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Path">Only questions for this path; null for all.</param>
/// <param name="Count">How many questions are left, each attempt of the client one; null for all.</param>
/// <param name="Milliseconds">How long it takes to answer, or not to; null for at once.</param>
public sealed record DemoFault(string Kind, string? Path, int? Count, int? Milliseconds)
{
    public const string Off = "off";

    public static readonly IReadOnlyList<string> Kinds =
        ["500", "503", "429", "404", "hang", "slow", "reset", "truncate", "garbage", "html", "empty"];

    public static readonly IReadOnlyList<string> Paths = ["mapping", "latest", "5m", "1h", "timeseries"];

    // The rest that a source asks for which is asked too often.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The fault is over: who hangs in it is answered now.</summary>
    public void End() => ended.TrySetResult();

    /// <summary>What becomes of the true answer.</summary>
    public async Task<HttpResponseMessage> SpoilAsync(HttpResponseMessage answer, TimeProvider clock, CancellationToken cancellationToken)
    {
        await WaitAsync(clock, cancellationToken);
        switch (Kind)
        {
            case "hang" or "slow":
                break;
            case "reset":
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The demo market has reset the connection.");
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
        // The wait running out is no error, so nothing is thrown.
        await ended.Task.WaitAsync(wait, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static void Refuse(HttpResponseMessage answer, HttpStatusCode status)
    {
        answer.StatusCode = status;
        answer.Content = Content("""{"error":"a fault that somebody has asked for"}"""u8.ToArray());
        if (status == HttpStatusCode.TooManyRequests)
        {
            answer.Headers.RetryAfter = new(Rest);
        }
    }

    private static ReadOnlyMemoryContent Content(ReadOnlyMemory<byte> body, string type = "application/json") =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
}
