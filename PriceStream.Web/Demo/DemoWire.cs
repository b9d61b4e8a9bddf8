using System.Text.Json.Serialization;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>The demo market as its control surface tells it. Times are Unix seconds; the fault is null when there is none.</summary>
/// <param name="SiteTime">What the site's own clock says: the market's may be ahead of it, or stand.</param>
/// <param name="Poll">Only after a step.</param>
public sealed record DemoStateJson(
    long MarketTime, long SiteTime, bool Manual, DemoFaultJson? Fault, IReadOnlyDictionary<string, UpstreamPrice> Set,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DemoPollJson? Poll);

public sealed record DemoFaultJson(string Fault, string? Path, int? Count, int? Ms);

/// <summary>
/// What became of a step's poll: why it failed, in words for people, or null; and the newest id of the stream, behind all that it
/// has brought.
/// </summary>
public sealed record DemoPollJson(bool Ok, string? Reason, string LastEventId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DemoStateJson))]
internal sealed partial class DemoJsonContext : JsonSerializerContext;
