namespace PriceStream.Web.Upstream.Icons;

/// <summary>A picture could not be fetched.</summary>
/// <param name="reason">Completes the sentence "the picture source …".</param>
/// <param name="isRefusal">The source answered, but with no picture that can be used. Another picture may be fine.</param>
/// <param name="retryAfter">How long the source asks to be left alone; null when it does not ask.</param>
public sealed class IconException(string reason, bool isRefusal = false, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(reason, inner)
{
    public bool IsRefusal { get; } = isRefusal;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
