using System.Text.Json;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

/// <summary>How the price source is doing, as a page tells its script: the names are those of the stream's feed event.</summary>
public static class FeedWords
{
    public static string Json(PriceFeed feed)
    {
        var status = feed.Status;
        return JsonSerializer.Serialize(new
        {
            ts = feed.Now.ToUnixTimeSeconds(),
            polled_at = status.LastSuccess?.ToUnixTimeSeconds(),
            failing_since = status.FailingSince?.ToUnixTimeSeconds(),
        });
    }
}
