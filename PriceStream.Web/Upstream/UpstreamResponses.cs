using System.Net.Http.Headers;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace PriceStream.Web.Upstream;

/// <summary>What responses mean before their body is read, and what failures are called.</summary>
internal static class UpstreamResponses
{
    private const int LongestTypeShown = 60;

    /// <summary>How long the upstream asks to be left alone; null when it does not ask.</summary>
    /// <param name="clock">Counts where the response has no date of its own.</param>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider clock)
    {
        var wait = response.Headers.RetryAfter;
        var until = wait?.Delta ?? wait?.Date - (response.Headers.Date ?? clock.GetUtcNow());
        return until < TimeSpan.Zero ? TimeSpan.Zero : until;
    }

    /// <exception cref="UpstreamException">The response is not a success, or its body is not JSON.</exception>
    public static void Check(HttpResponseMessage response, TimeProvider clock)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new UpstreamException(
                $"answered {(int)response.StatusCode}", retryAfter: RetryAfter(response, clock), status: response.StatusCode);
        }

        var type = MediaType(response.Content.Headers);
        if (!IsJson(type))
        {
            var shown = type.Length > 0 ? UpstreamText.Escape(type, LongestTypeShown) : "without a content type";
            throw new UpstreamException($"answered {shown} instead of JSON");
        }
    }

    /// <summary>Why a request failed, to follow "the price source"; null for an exception of our own.</summary>
    public static string? Reason(Exception error) => error switch
    {
        UpstreamTooLargeException tooLarge => tooLarge.Message,
        TimeoutRejectedException timeout => $"did not answer within {timeout.Timeout.TotalSeconds:0} s",
        BrokenCircuitException => "failed several times in a row and is given a short pause",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "could not be resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "refuses the connection",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "failed the TLS handshake",
        HttpRequestException or IOException => "closed the connection early",
        OperationCanceledException => "did not answer in time",
        _ => null,
    };

    // Taken from the raw header, because a parameter that is malformed must not cost the type.
    private static string MediaType(HttpContentHeaders headers) =>
        headers.NonValidated.TryGetValues("Content-Type", out var values) ? $"{values}".Split(';', ',')[0].Trim() : "";

    private static bool IsJson(string type) =>
        type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || type.Equals("text/json", StringComparison.OrdinalIgnoreCase)
        || (type.Contains('/', StringComparison.Ordinal) && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
}
