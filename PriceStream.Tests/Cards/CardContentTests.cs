using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Cards;
using PriceStream.Web.History;
using PriceStream.Web.Market;
using PriceStream.Web.Prices;

namespace PriceStream.Tests.Cards;

/// <summary>The numbers on a card.</summary>
public sealed class CardContentTests
{
    private const long Now = FakeUpstream.Start + 60;

    [Fact]
    public async Task A_card_has_both_prices_with_their_age_the_margin_and_the_change()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var content = await ReadAsync(app, 4151);

        Assert.Equal(("Abyssal whip", "Grand Exchange · buy limit 70", "7 days"), (content.Name, content.About, content.Period));
        Assert.Equal((Now, false), (content.At.ToUnixTimeSeconds(), content.IsSimulated));
        Assert.Equal(
            [
                "Instant-buy: 1,500,000 gp (1 min ago)", "Instant-sell: 1,480,000 gp (1 min ago)", "Margin: 5,000 gp (after 1 % tax)",
                "Change 24 h: –  ()",
            ],
            TextOf(content));
        Assert.Equal((Now - 7 * 86_400, Now), (content.Chart.From, content.Chart.To));
    }

    [Fact]
    public async Task An_item_without_a_price_has_no_figures_and_no_chart()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var content = await ReadAsync(app, 1511);

        Assert.Equal(("Logs", "Grand Exchange"), (content.Name, content.About));
        Assert.Empty(content.Figures);
        Assert.Equal(0, content.Chart.Max);
    }

    [Theory]
    [InlineData(100L, 95L, 10, 20, "Instant-sell", "Margin: 4 gp (after 1 % tax)", nameof(CardTone.Plain))]
    [InlineData(100L, 120L, 10, 20, "Instant-sell · crossed", "Margin: −21 gp (after 1 % tax)", nameof(CardTone.Plain))]
    [InlineData(100L, 95L, 10, 3601, "Instant-sell", "Margin: 4 gp (prices are 1 h old)", nameof(CardTone.Faded))]
    [InlineData(100L, null, 10, 0, "Instant-sell", "Margin: –  ()", nameof(CardTone.Faded))]
    public async Task A_margin_that_is_no_longer_true_is_faded_and_crossed_prices_are_marked(
        long high, long? low, int highAge, int lowAge, string label, string margin, string tone)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var listed = app.Services.GetRequiredService<ItemSearch>().Find(4151)!;
        var price = new Price(4151, high, Now - highAge, low, low is null ? null : Now - lowAge);
        var content = await ReadAsync(app, listed with { Price = price });

        Assert.Equal((label, margin), (content.Figures[1].Label, TextOf(content)[2]));
        Assert.Equal(tone, content.Figures[2].ValueTone.ToString());
        Assert.Equal(low is null ? "never traded" : PriceText.Span(lowAge) + " ago", content.Figures[1].Note);
    }

    [Theory]
    [InlineData(335L, 1234L, "▲+3.35 %  (+12.34 % in 7 days)", nameof(CardTone.High))]
    [InlineData(-65L, null, "▼−0.65 %  ()", nameof(CardTone.Low))]
    [InlineData(0L, -5L, "0.00 %  (−0.05 % in 7 days)", nameof(CardTone.Plain))]
    public async Task A_change_has_its_sign_its_arrow_and_its_colour(long day, long? week, string text, string tone)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var listed = app.Services.GetRequiredService<ItemSearch>().Find(4151)!;
        var content = await ReadAsync(app, listed with { Trades = listed.Trades with { Change24h = day, Change7d = week } });

        Assert.Equal(("Change 24 h: " + text, tone), (TextOf(content)[3], content.Figures[3].ValueTone.ToString()));
    }

    [Fact]
    public async Task Simulated_prices_say_so()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));
        var reader = app.Services.GetRequiredService<CardReader>();

        Assert.True((await reader.ReadAsync(new(4151, ChartPeriod.Default))).IsSimulated);
    }

    private static List<string> TextOf(CardContent content) =>
        [.. content.Figures.Select(figure => $"{figure.Label}: {figure.Value} {figure.Unit} ({figure.Note})")];

    private static Task<CardContent> ReadAsync(AppFactory app, int id) => app.Services.GetRequiredService<CardReader>()
        .ReadAsync(new(id, ChartPeriod.Of(CardQuery.DefaultPeriod)!));

    private static async Task<CardContent> ReadAsync(AppFactory app, ListedItem listed)
    {
        var history = await app.Services.GetRequiredService<PriceHistory>().ReadAheadAsync(
            listed.Item.ItemId, ChartPeriod.Default, sample: true, skipCache: true, TestContext.Current.CancellationToken);
        return CardContent.Of(listed, app.Services.GetRequiredService<ItemSearch>().View(Basis.Last), history!, isSimulated: false);
    }
}
