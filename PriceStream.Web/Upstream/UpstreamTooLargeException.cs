namespace PriceStream.Web.Upstream;

/// <summary>A response is longer than the client's limit.</summary>
public sealed class UpstreamTooLargeException(int limit, Exception inner) : Exception($"sent more than {limit >> 20} MiB", inner);
