namespace PriceStream.Web.Upstream;

/// <summary>An answer is longer than the client reads.</summary>
public sealed class UpstreamTooLargeException(int limit, Exception inner) : Exception($"sent more than {limit >> 20} MiB", inner);
