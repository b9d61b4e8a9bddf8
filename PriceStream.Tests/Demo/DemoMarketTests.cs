using System.Text.Json;
using PriceStream.Web.Upstream;
using static PriceStream.Tests.Support.DemoUpstream;

namespace PriceStream.Tests.Demo;

/// <summary>The demo market, as its client sees it.</summary>
public sealed class DemoMarketTests
{
    [Fact]
    public async Task The_same_seed_makes_the_same_market_and_another_seed_a_different_one()
    {
        Assert.Equal(await AskAsync(seed: 1, Noon, "latest"), await AskAsync(seed: 1, Noon, "latest"));
        Assert.Equal(await AskAsync(seed: 1, Noon, "mapping"), await AskAsync(seed: 1, Noon.AddYears(1), "mapping"));
        Assert.NotEqual(await AskAsync(seed: 1, Noon, "latest"), await AskAsync(seed: 2, Noon, "latest"));
        var lastHour = $"1h?timestamp={Noon.AddHours(-1).ToUnixTimeSeconds()}";
        Assert.Equal(await AskAsync(seed: 1, Noon, "1h"), await AskAsync(seed: 1, Noon.AddDays(9), lastHour));
    }

    [Fact]
    public async Task Every_row_is_usable_and_the_market_has_a_realistic_number_of_items()
    {
        var mapping = UpstreamReader.ReadMapping(await AskAsync(seed: 1, Noon, "mapping"));
        var latest = UpstreamReader.ReadLatest(await AskAsync(seed: 1, Noon, "latest"), Noon);

        Assert.Equal((0, 0), (mapping.RefusedRows, latest.RefusedRows));
        Assert.InRange(mapping.Rows.Count, 1000, 2000);
        Assert.Equal(mapping.Rows.Count, mapping.Rows.Select(item => item.Name).Distinct().Count());
        Assert.Subset(mapping.Rows.Select(item => item.Id).ToHashSet(), new HashSet<int> { 2, 4151, 11832 });
        Assert.InRange(mapping.Rows.Count(item => item.Limit is null), mapping.Rows.Count / 20, mapping.Rows.Count / 5);
        Assert.Contains(mapping.Rows, item => item.HighAlch is null);
    }

    [Fact]
    public async Task A_few_items_have_no_price_and_a_few_prices_have_no_item()
    {
        var listed = UpstreamReader.ReadMapping(await AskAsync(seed: 1, Noon, "mapping")).Rows.Select(item => item.Id).ToHashSet();
        var priced = (await LatestAsync(seed: 1, Noon)).Keys.ToHashSet();

        Assert.InRange(priced.Except(listed).Count(), 1, 5);
        Assert.InRange(listed.Except(priced).Count(), 1, 20);
    }

    [Theory]
    [InlineData('\'')]
    [InlineData('(')]
    [InlineData('&')]
    [InlineData('/')]
    public async Task Some_names_contain_characters_that_need_escaping(char character) =>
        Assert.Contains(UpstreamReader.ReadMapping(await AskAsync(seed: 1, Noon, "mapping")).Rows, item => item.Name.Contains(character));

    [Fact]
    public async Task Missing_catalogue_fields_are_absent_rather_than_null()
    {
        using var mapping = JsonDocument.Parse(await AskAsync(seed: 1, Noon, "mapping"));
        var fields = mapping.RootElement.EnumerateArray().SelectMany(item => item.EnumerateObject());
        Assert.All(fields, field => Assert.NotEqual(JsonValueKind.Null, field.Value.ValueKind));
    }

    [Fact]
    public async Task Prices_span_six_orders_of_magnitude_and_some_sides_are_missing()
    {
        var prices = await LatestAsync(seed: 1, Noon);

        Assert.True(prices.Values.Min(price => price.Low) < 10);
        Assert.True(prices.Values.Max(price => price.High) > 1_000_000_000);
        Assert.Contains(prices.Values, price => price.High is null);
        Assert.Contains(prices.Values, price => price.Low is null);
        Assert.Contains(prices.Values, price => price.High < price.Low);
        Assert.Contains(prices.Values, price => price.HighTime < Noon.AddDays(-7).ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4151)]
    [InlineData(11832)]
    public async Task The_prices_of_popular_items_change_within_seconds(int id)
    {
        var seen = new HashSet<(long?, long?)>();
        for (var second = 0; second <= 15; second += 3)
        {
            var price = (await LatestAsync(seed: 1, Noon.AddSeconds(second)))[id];
            seen.Add((price.High, price.Low));
        }

        Assert.True(seen.Count >= 4, $"{seen.Count} different prices in 15 s");
    }

    [Fact]
    public async Task No_trade_is_in_the_future_and_no_trade_time_goes_back()
    {
        var random = new Random(7);
        var now = Noon;
        var before = await LatestAsync(seed: 3, now);
        for (var step = 0; step < 50; step++)
        {
            now = now.AddSeconds(random.Next(1, random.Next(2) == 0 ? 10 : 20_000));
            var after = await LatestAsync(seed: 3, now);
            foreach (var (id, old) in before)
            {
                var price = after[id];
                Assert.True(price.HighTime is null || price.HighTime <= now.ToUnixTimeSeconds());
                Assert.True(!(price.HighTime < old.HighTime) && !(price.LowTime < old.LowTime), $"item {id} went back");
                Assert.True(price.HighTime != old.HighTime || price.High == old.High, $"item {id} changed without a trade");
                Assert.True(price.LowTime != old.LowTime || price.Low == old.Low, $"item {id} changed without a trade");
            }

            before = after;
        }
    }

    [Fact]
    public async Task A_request_for_one_item_returns_the_same_row_as_a_request_for_all()
    {
        var all = await LatestAsync(seed: 1, Noon);

        Assert.Equal(all[4151], Assert.Single(UpstreamReader.ReadLatest(await AskAsync(seed: 1, Noon, "latest?id=4151"), Noon).Rows).Value);
        Assert.Empty(UpstreamReader.ReadLatest(await AskAsync(seed: 1, Noon, "latest?id=999999"), Noon).Rows);
    }
}
