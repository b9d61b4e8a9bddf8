namespace PriceStream.Web.Upstream;

/// <summary>An answer went on past what is read.</summary>
public sealed class UpstreamTooLargeException(int limit, Exception inner) : Exception($"sent more than {limit >> 20} MiB", inner);
