using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Upstream;

/// <summary>Rows that cannot be right do not reach anybody.</summary>
public sealed class UpstreamRowTests
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_bad_row_costs_only_that_row_and_is_counted()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Latest["4151"] = new JsonObject
        {
            ["high"] = "lots", ["highTime"] = -1, ["low"] = new JsonObject(), ["lowTime"] = 99999999999999,
        };
        app.Upstream.Latest["1511"] = FakeUpstream.Row(high: -5, highTime: Start, low: 3, lowTime: Start);
        app.Upstream.Latest["wooden spoon"] = FakeUpstream.Row(high: 5, highTime: Start, low: 3, lowTime: Start);
        app.Upstream.Latest["3"] = null;
        app.Upstream.Set(77777, high: 5, highTime: Start, low: 4, lowTime: Start); // no such item
        app.Upstream.Set(2, high: 200, highTime: Start + 100, low: 190, lowTime: Start - 20);
        await app.PollAsync();

        Assert.Equal(200, (long)(await app.GetJsonAsync("api/v1/prices/current/2"))["data"]!["high"]!);
        Assert.Equal(1_500_000, (long)(await app.GetJsonAsync("api/v1/prices/current/4151"))["data"]!["high"]!);
        AssertLogged(app, "Refused 4 of 6 rows of /latest; the first: item 4151 has a wrong high");
        Assert.Equal(3, (long)(await app.GetJsonAsync("api/v1/prices/current/1511"))["data"]!["low"]!); // its good side
        AssertLogged(app, "2 of 3 prices changed");
    }

    [Fact]
    public async Task The_number_of_prices_without_an_item_is_logged_only_when_it_changes()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Set(77777, high: 5, highTime: Start, low: 4, lowTime: Start); // no such item
        await app.PollAsync();
        await app.PollAsync();
        Assert.Single(app.Log.All, IgnoresPrices);

        app.Upstream.Set(88888, high: 5, highTime: Start, low: 4, lowTime: Start);
        await app.PollAsync();
        await app.PollAsync();

        Assert.EndsWith(
            "Ignoring the prices of 2 items that the catalogue does not have. Logged when the number changes",
            app.Log.All.Where(IgnoresPrices).ElementAt(1),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trades_in_the_future_are_refused_and_older_trades_are_ignored()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var ahead = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3600; // the answer's Date is the real one
        app.Upstream.Set(2, high: 1, highTime: ahead, low: 1, lowTime: ahead);
        app.Upstream.Set(4151, high: 1, highTime: Start - 3000, low: 1_470_000, lowTime: Start + 90);
        await app.PollAsync();

        Assert.Equal(193, (long)(await app.GetJsonAsync("api/v1/prices/current/2"))["data"]!["high"]!);
        var whip = (await app.GetJsonAsync("api/v1/prices/current/4151"))["data"]!;
        Assert.Equal((1_500_000, 1_470_000), ((long)whip["high"]!, (long)whip["low"]!));
    }

    private static bool IgnoresPrices(string line) => line.Contains("Ignoring the prices of", StringComparison.Ordinal);

    private static void AssertLogged(AppFactory app, string text) =>
        Assert.Contains(app.Log.All, line => line.Contains(text, StringComparison.Ordinal));
}
