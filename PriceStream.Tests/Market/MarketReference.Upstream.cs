using System.Globalization;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Market;

/// <content>How an upstream serves the market.</content>
internal sealed partial class MarketReference
{
    public void Arrange(FakeUpstream upstream)
    {
        upstream.Mapping = [.. items.Select(item => new JsonObject
        {
            ["id"] = item.Key, ["name"] = item.Value.Name, ["limit"] = item.Value.Limit, ["highalch"] = item.Value.Alch,
        })];
        upstream.Latest = [];
        foreach (var (id, price) in prices)
        {
            var (highTime, lowTime) = (price.High is null ? null : price.HighTime, price.Low is null ? null : price.LowTime);
            upstream.Latest[id.ToString(CultureInfo.InvariantCulture)] = FakeUpstream.Row(price.High, highTime, price.Low, lowTime);
        }

        foreach (var ((width, start), rows) in windows)
        {
            var answer = new JsonObject();
            foreach (var (id, row) in rows)
            {
                answer[id.ToString(CultureInfo.InvariantCulture)] = FakeUpstream.Window(row.High, row.HighPieces, row.Low, row.LowPieces);
            }

            upstream.Windows[(width == 300 ? "5m" : "1h", start)] = answer;
        }
    }
}
