using System.Text.Json.Serialization;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>The state of the demo market, as the answer of its control surface. Times are Unix seconds.</summary>
/// <param name="SiteTime">The site's own clock; the market's may be ahead of it or stand still.</param>
/// <param name="Fault">The fault that testers have set; null when there is none.</param>
/// <param name="Poll">Only after a step.</param>
public sealed record DemoStateJson(
    long MarketTime,
    long SiteTime,
    bool Manual,
    DemoFaultJson? Fault,
    IReadOnlyDictionary<string, UpstreamPrice> Set,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DemoPollJson? Poll);
