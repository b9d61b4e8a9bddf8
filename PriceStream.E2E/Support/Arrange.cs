using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History.Import;

namespace PriceStream.E2E.Support;

/// <summary>What these tests arrange of the site that has no page.</summary>
internal static class Arrange
{
    /// <summary>Started with prices, and as if the past of these items had been fetched: their pages do not ask for more of it.</summary>
    public static async Task<AppFactory> StartAsync(params (string Key, string Value)[] settings)
    {
        var app = await AppFactory.StartWithPricesAsync(settings);
        foreach (var item in (int[])[2, 4151, 1511])
        {
            app.Services.GetRequiredService<ItemBackfill>().Done(item);
        }

        return app;
    }

    /// <summary>The source answers for an item's past, and it is fetched.</summary>
    public static async Task FillAsync(AppFactory app, int item)
    {
        app.Upstream.Overrides["timeseries"] = context =>
        {
            var step = context.Request.Query["timestep"].ToString() switch { "5m" => 300, "1h" => 3600, "6h" => 21_600, _ => 86_400 };
            var last = FakeUpstream.Start / step * step - step;
            var windows = Enumerable.Range(0, 3).Select(index =>
                $$"""
                {"timestamp":{{last - index * step}},"avgHighPrice":{{1_500_000 + index}},"highPriceVolume":{{10 + index}},
                 "avgLowPrice":{{1_450_000 - index}},"lowPriceVolume":5}
                """);
            return FakeUpstream.Text($$"""{"data":[{{string.Join(',', windows.Reverse())}}],"itemId":{{item}}}""")(context);
        };
        await app.Services.CreateScope().ServiceProvider.GetRequiredService<ItemBackfillJob>().Invoke();
    }
}
