using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;

namespace PriceStream.E2E.Support;

/// <summary>Starts sites in this process, with the fake upstream and clock of the other tests.</summary>
internal static class Arrange
{
    /// <summary>Starts a site that has prices and does not fetch more history of the items that the tests use.</summary>
    public static async Task<AppFactory> StartAsync(params (string Key, string Value)[] settings)
    {
        var app = await AppFactory.StartWithPricesAsync(settings);
        foreach (var item in (int[])[Items.Cannonball, Items.Whip, Items.Logs])
        {
            app.Services.GetRequiredService<ItemBackfill>().Done(item);
        }

        return app;
    }

    /// <summary>Lets the upstream answer with a short history of an item, and fetches it.</summary>
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
        foreach (var _ in Resolution.Windows) // one series per run
        {
            await app.RunAsync<ItemBackfillJob>();
        }
    }
}
