using System.Text.Json.Serialization;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>The state of the demo market as its control surface returns it. Times are Unix seconds.</summary>
/// <param name="SiteTime">The site's own clock; the market's may be ahead of it or stand still.</param>
/// <param name="Fault">The simulated failure; null for none.</param>
/// <param name="Poll">Only after a step.</param>
public sealed record DemoStateJson(
    long MarketTime,
    long SiteTime,
    bool Manual,
    DemoFailureJson? Fault,
    IReadOnlyDictionary<string, UpstreamPrice> Set,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DemoPollJson? Poll);
