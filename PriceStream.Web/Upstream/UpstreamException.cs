using System.Net;

namespace PriceStream.Web.Upstream;

/// <summary>
/// The upstream sent no usable answer. The message completes "the price source …", as in "answered 500" or "did not answer within 10 s".
/// </summary>
public sealed class UpstreamException(
    string reason, Exception? inner = null, TimeSpan? retryAfter = null, HttpStatusCode? status = null, bool isRefusal = false)
    : Exception(reason, inner)
{
    /// <summary>The upstream rejected the request itself (400, 404, 410) or answered another one, so a retry now is pointless.</summary>
    public bool IsRefusal => isRefusal || status is HttpStatusCode.BadRequest || IsGone;

    /// <summary>The upstream has no such route (404, 410).</summary>
    public bool IsGone => status is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    /// <summary>The upstream's Retry-After; null when it sent none.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
