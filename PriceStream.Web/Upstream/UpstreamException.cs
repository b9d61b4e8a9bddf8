namespace PriceStream.Web.Upstream;

/// <summary>
/// The upstream sent no usable answer. The message completes "the price source …", as in "answered 500" or "did not answer within 10 s".
/// </summary>
public sealed class UpstreamException(string reason, Exception? inner = null, TimeSpan? retryAfter = null, bool isRefusal = false)
    : Exception(reason, inner)
{
    /// <summary>The upstream rejected the request itself (400, 404, 410), so a retry is pointless.</summary>
    public bool IsRefusal { get; } = isRefusal;

    /// <summary>The upstream's Retry-After; null when it sent none.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
