using System.Text.Json.Nodes;

namespace PriceStream.Tests.Support;

/// <summary>An upstream that has days, and a site that fetches some of them.</summary>
internal static class DayMarket
{
    public const int Day = 86_400;

    /// <summary>Starts a site with a catalogue at <see cref="FakeUpstream.Start"/>. Day by day, one item's high is 1 less.</summary>
    /// <param name="days">How many the site fetches. The upstream has more.</param>
    public static async Task<AppFactory> StartAsync(int days, string? folder = null, params (string, string)[] settings)
    {
        var app = await AppFactory.StartAsync(folder, [("Upstream:BackfillDays", $"{days}"), .. settings]);
        await app.RefreshCatalogueAsync();
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(FakeUpstream.Start + 5));
        Arrange(app, FakeUpstream.Start, days);
        return app;
    }

    /// <summary>The upstream has windows up to that Unix second: one hour, one of five minutes, and two days more than so many.</summary>
    public static void Arrange(AppFactory app, long now, int days)
    {
        Trade(app, "5m", now - 300);
        Trade(app, "1h", now - 3600);
        for (var ago = 1; ago <= days + 2; ago++)
        {
            app.Upstream.Windows[("24h", now / Day * Day - ago * Day)] = Rows(10_000 - ago);
        }
    }

    /// <summary>Something is traded in a window.</summary>
    public static void Trade(AppFactory app, string width, long start) => app.Upstream.Windows[(width, start)] = Rows(200);

    public static JsonObject Rows(long high) => new() { ["2"] = FakeUpstream.Window(high, highVolume: 30, low: 190, lowVolume: 10) };

    /// <summary>The starts of the days that the site has asked for, in that order.</summary>
    public static List<long> DaysAsked(AppFactory app) =>
    [
        .. app.Upstream.Asked
            .Where(asked => asked.StartsWith("24h?timestamp=", StringComparison.Ordinal)).Select(asked => long.Parse(asked.Split('=')[1])),
    ];
}
