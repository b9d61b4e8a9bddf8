namespace PriceStream.Web.Upstream;

/// <summary>The source gave no usable answer. The message says why, in words for people: "answered 500", "did not answer within 10 s".</summary>
public sealed class UpstreamException(string reason, Exception? inner = null, TimeSpan? retryAfter = null) : Exception(reason, inner)
{
    /// <summary>How long the source asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
