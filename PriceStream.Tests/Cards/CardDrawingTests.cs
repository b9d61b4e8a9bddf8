using System.Reflection;
using System.Text.RegularExpressions;
using PriceStream.Tests.Support;
using PriceStream.Web.Cards;
using PriceStream.Web.History;
using SkiaSharp;

namespace PriceStream.Tests.Cards;

/// <summary>What fits on a card, and in which colours.</summary>
public sealed partial class CardDrawingTests
{
    private const float NameWidth = 950;
    private const string Sixty = "Trailblazer reloaded relic hunter (t9) ornate armour set (5)";

    [Theory]
    [InlineData("Logs", 1, NameFit.Largest)]
    [InlineData("Trailblazer reloaded rejuvenation pool", 1, 0)]
    [InlineData("WWWWWWWWWWWW MMMMMMMMMMMM WWWWWWWWWWWW MMMMMMMMMMMM WWWWWWWWW", 2, 0)]
    [InlineData("Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww", 1, 0)]
    [InlineData(Sixty, 2, 0)]
    public void A_name_of_up_to_60_characters_fits_whole(string name, int lines, float size)
    {
        var fit = Fit(name);

        Assert.Equal(lines, fit.Lines.Count);
        Assert.All(fit.Lines, line => Assert.InRange(WidthOf(line, fit.Size), 0, NameWidth + 0.5f));
        Assert.InRange(fit.Size, Math.Max(size, 30), NameFit.Largest);
        if (name == Sixty)
        {
            Assert.Equal(name, string.Join(' ', fit.Lines));
        }
    }

    [Fact]
    public void Every_name_of_the_catalogue_fits_whole_in_large_letters()
    {
        foreach (var item in RecordedCatalogue.Read())
        {
            var fit = Fit(item.Name);
            Assert.Equal(item.Name, CardFont.Known(string.Join(' ', fit.Lines)));
            Assert.InRange(fit.Size, 44, NameFit.Largest);
        }
    }

    [Fact]
    public void A_name_that_no_item_has_is_cut()
    {
        var fit = Fit(new string('W', 300));

        Assert.EndsWith("W…", Assert.Single(fit.Lines), StringComparison.Ordinal);
        Assert.InRange(WidthOf(fit.Lines[0], fit.Size), 1, NameWidth);
        Assert.Equal("Rope twine", CardFont.Known("Rope twine 🪢"));
        Assert.NotEmpty(CardDrawing.Draw(Content("")));
        Assert.NotEmpty(CardDrawing.Draw(Content("🪢")));
    }

    [Fact]
    public void The_font_has_every_sign_that_a_card_needs()
    {
        const string Signs = "0123456789,.:()%+−–·…▲▼'’éèüÆabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        Assert.Equal(Signs, CardFont.Known(Signs));
    }

    [Fact]
    public void The_colours_are_those_of_the_pages()
    {
        var light = Repository.Read("PriceStream.Web/wwwroot/css/tokens.css").Split('}')[0];
        var tokens = Token().Matches(light).ToDictionary(
            token => token.Groups[1].Value.Replace("-", "", StringComparison.Ordinal), token => SKColor.Parse(token.Groups[2].Value));
        var used = typeof(CardPalette).GetFields(BindingFlags.Static | BindingFlags.Public);

        Assert.NotEmpty(used);
        Assert.All(used, field => Assert.Equal(tokens[field.Name.ToLowerInvariant()], (SKColor)field.GetValue(null)!));
    }

    [Fact]
    public void A_point_that_no_line_joins_is_a_dot()
    {
        HistoryPoint[] points = [new(0, 10, 5, 1, 1), new(300, 20, null, 1, 0), new(9000, 15, null, 1, 0)];
        var chart = new ChartDrawing(points, length: 10_000, end: 10_000, gap: 900);

        Assert.Equal("M900,81h0", chart.Dots(point => point.High));
        Assert.Equal("M0,236h0", chart.Dots(point => point.Low));
    }

    [Fact]
    public void The_picture_of_the_most_restless_market_is_small_enough()
    {
        var random = new Random(1);
        var points = Enumerable.Range(0, ChartPeriod.MaxBuckets).Select(index => new HistoryPoint(
            index * 300, random.Next(1_000_000_000), random.Next(1_000_000_000), random.Next(1000), random.Next(1000))).ToList();
        var figure = new CardFigure("Instant-sell · crossed", "−2,147,483,647", "gp", "1,000 days ago", CardTone.Low, CardTone.Low);
        var content = Content(Sixty) with
        {
            Figures = [figure, figure, figure, figure],
            Chart = new(points, length: ChartPeriod.MaxBuckets * 300, end: ChartPeriod.MaxBuckets * 300, gap: 900),
        };

        Assert.InRange(CardDrawing.Draw(content).Length, 10_000, 200_000);
    }

    [Fact]
    public void An_items_picture_stands_on_its_coin_unless_it_cannot_be_read()
    {
        var coin = CardDrawing.Draw(Content("Logs"));

        Assert.Equal(SKColors.Blue, MiddleOfCoin(PictureOf(32, 32)));
        Assert.Equal(SKColors.Blue, MiddleOfCoin(PictureOf(20, 32)));
        Assert.Equal(coin, CardDrawing.Draw(Content("Logs") with { Picture = PictureOf(2000, 2000) }));
        Assert.Equal(coin, CardDrawing.Draw(Content("Logs") with { Picture = "<html>"u8.ToArray() }));
        Assert.Equal(coin, CardDrawing.Draw(Content("Logs") with { Picture = PictureOf(32, 32)[..40] }));
    }

    private static SKColor MiddleOfCoin(byte[] picture)
    {
        using var card = SKBitmap.Decode(CardDrawing.Draw(Content("Logs") with { Picture = picture }));
        return card.GetPixel(94, 88);
    }

    private static byte[] PictureOf(int width, int height)
    {
        using var picture = new SKBitmap(width, height);
        picture.Erase(SKColors.Blue);
        using var png = picture.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }

    private static NameFit Fit(string name) => NameFit.Of(name, NameWidth, WidthOf);

    private static float WidthOf(string text, float size) => CardFont.WidthOf(text, size, bold: true);

    private static CardContent Content(string name) =>
        new(name, "", [], new([], length: 100, end: 100, gap: 1), "7 days", DateTimeOffset.UnixEpoch, IsSimulated: true);

    [GeneratedRegex(@"--([a-z-]+): (#[0-9a-f]{6});")]
    private static partial Regex Token();
}
