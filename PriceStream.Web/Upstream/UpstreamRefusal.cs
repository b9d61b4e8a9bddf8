namespace PriceStream.Web.Upstream;

/// <summary>What the reader refused of one answer for one kind of reason.</summary>
/// <param name="Kind">A short name for metrics, one of <see cref="UpstreamRefusalKinds"/>.</param>
/// <param name="Count">How many rows, sides or fields.</param>
/// <param name="First">The first of them, and what is wrong with it. Escaped: safe to log.</param>
public sealed record UpstreamRefusal(string Kind, int Count, string First);
