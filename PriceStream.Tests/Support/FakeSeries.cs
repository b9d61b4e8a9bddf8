using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PriceStream.Tests.Support;

/// <summary>The /timeseries of a <see cref="FakeUpstream"/> in both versions of the API.</summary>
internal static class FakeSeries
{
    /// <summary>The version of the API that a request asks for.</summary>
    public static int VersionOf(HttpContext context) =>
        int.Parse((string)context.Request.RouteValues["version"]!, CultureInfo.InvariantCulture);

    /// <summary>
    /// Version 2 is asked for how far back a series goes, and states how wide its windows are. <paramref name="series"/> has rows by item
    /// and width.
    /// </summary>
    public static Task AnswerAsync(HttpContext context, ConcurrentDictionary<(int Item, string Width), JsonArray> series)
    {
        var (version, query) = (VersionOf(context), context.Request.Query);
        var item = int.Parse(query["id"].ToString(), CultureInfo.InvariantCulture);
        var (name, width, seconds) = (version, query["timestep"].ToString(), query["lookback"].ToString()) switch
        {
            (1, { Length: > 0 } timestep, "") => (timestep, timestep, 0),
            (2, "", "24h") => ("24h", "5m", 300),
            (2, "", "7d") => ("7d", "1h", 3600),
            (2, "", "30d") => ("30d", "6h", 21_600),
            (2, "", "1y") => ("1y", "24h", 86_400),
            _ => ("", "", 0),
        };
        if (name.Length == 0)
        {
            return FakeUpstream.Text("""{"error":"lookback must be a valid value"}""", status: StatusCodes.Status400BadRequest)(context);
        }

        var points = series.TryGetValue((item, width), out var arranged) ? arranged.DeepClone() : new JsonArray();
        var answer = new JsonObject { ["data"] = points, ["itemId"] = item };
        if (version == 2)
        {
            answer["timestep"] = seconds;
        }

        return FakeUpstream.Text(answer.ToJsonString())(context);
    }
}
