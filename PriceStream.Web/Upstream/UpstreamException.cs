namespace PriceStream.Web.Upstream;

/// <summary>The source gave no usable answer. The message says why, in words for people: "answered 500", "did not answer within 10 s".</summary>
public sealed class UpstreamException(string reason, Exception? inner = null, TimeSpan? retryAfter = null, bool isRefusal = false) : Exception(reason, inner)
{
    /// <summary>The source has understood the question and does not answer it: to ask again is no use.</summary>
    public bool IsRefusal { get; } = isRefusal;

    /// <summary>How long the source asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
