using System.Globalization;
using PriceStream.Web.History;
using PriceStream.Web.Prices;
using SkiaSharp;
using static PriceStream.Web.Cards.CardPalette;

namespace PriceStream.Web.Cards;

/// <summary>Draws a card as a PNG: a coin and the name, the figures, the chart, and from where and when all of it is.</summary>
internal static class CardDrawing
{
    public const int Width = 1200;
    public const int Height = 630;

    private const float Left = 48;
    private const float Right = Width - Left;
    private const float Gap = 16;

    private static readonly CardStyle Small = new(24, InkSoft);

    // Flat colours compress better without a filter.
    private static readonly SKPngEncoderOptions Format = new(SKPngEncoderFilterFlags.NoFilters, 6);

    public static byte[] Draw(CardContent content)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(Paper);
        var canvas = new CardCanvas(surface.Canvas);
        DrawHead(canvas, content);
        DrawFigures(canvas, content.Figures);
        DrawChart(canvas, content);
        DrawFoot(canvas, content);
        using var pixels = surface.PeekPixels();
        using var png = pixels.Encode(Format) ?? throw new InvalidOperationException("The card could not be written as a PNG.");
        return png.ToArray();
    }

    private static void DrawHead(CardCanvas canvas, CardContent content)
    {
        const float Radius = 46;
        const float Middle = 88;
        const float NameLeft = Left + 2 * Radius + 28;
        var name = CardFont.Known(content.Name);
        canvas.Disc(Left + Radius, Middle, Radius, Coin, Line);
        canvas.Write(
            name.Length == 0 ? "" : name[..1].ToUpperInvariant(), Left + Radius, Middle + 19,
            new(54, Accent, Bold: true, SKTextAlign.Center));

        var fit = NameFit.Of(name, Right - NameLeft, (text, size) => CardFont.WidthOf(text, size, bold: true));
        var style = new CardStyle(fit.Size, Ink, Bold: true);
        if (fit.Lines is [var first, var second])
        {
            canvas.Write(first, NameLeft, Middle - 8, style);
            canvas.Write(second, NameLeft, Middle - 8 + fit.Size * 1.15f, style);
            return;
        }

        canvas.Write(fit.Lines[0], NameLeft, Middle + 8, style);
        canvas.Write(content.About, NameLeft, Middle + 46, Small with { Size = 26 });
    }

    private static void DrawFigures(CardCanvas canvas, IReadOnlyList<CardFigure> figures)
    {
        const float Top = 160;
        const float Bottom = 306;
        if (figures.Count == 0)
        {
            canvas.Box(new(Left, Top, Right, Bottom), 10, Sheet, Line);
            canvas.Write("No price is known", Width / 2f, Top + 87, new(40, InkSoft, Align: SKTextAlign.Center));
            return;
        }

        var width = (Right - Left - Gap * (figures.Count - 1)) / figures.Count;
        for (var index = 0; index < figures.Count; index++)
        {
            var left = Left + index * (width + Gap);
            DrawFigure(canvas, figures[index], new(left, Top, left + width, Bottom));
        }
    }

    private static void DrawFigure(CardCanvas canvas, CardFigure figure, SKRect box)
    {
        const float Padding = 20;
        const float UnitSize = 26;
        canvas.Box(box, 10, Sheet, Line);
        canvas.Rule(box.Left + 6, box.Top + 1, box.Right - 6, box.Top + 1, figure.Tone == CardTone.Faded ? Line : Of(figure.Tone), 5);
        var (x, width) = (box.Left + Padding, box.Width - 2 * Padding);
        canvas.WriteWithin(width, figure.Label, x, box.Top + 42, Small);
        var unit = figure.Unit.Length == 0 ? 0 : CardFont.WidthOf(figure.Unit, UnitSize, bold: false) + 8;
        var value = new CardStyle(44, Of(figure.ValueTone), Bold: true);
        var taken = canvas.WriteWithin(width - unit, figure.Value, x, box.Top + 92, value);
        canvas.Write(figure.Unit, x + taken + 8, box.Top + 92, new(UnitSize, InkSoft));
        canvas.WriteWithin(width, figure.Note, x, box.Top + 128, Small);
    }

    private static void DrawChart(CardCanvas canvas, CardContent content)
    {
        var box = new SKRect(Left, 322, Right, 566);
        canvas.Box(box, 10, Sheet, Line);
        var chart = content.Chart;
        if (chart.Max == 0)
        {
            var text = $"No trades in this period ({content.Period})";
            canvas.Write(text, Width / 2f, box.MidY + 10, new(30, InkSoft, Align: SKTextAlign.Center));
            return;
        }

        var plot = new SKRect(box.Left + 24, box.Top + 22, box.Right - 190, box.Bottom - 46);
        var place = SKMatrix.CreateScale(plot.Width / ChartDrawing.Width, plot.Height / ChartDrawing.Height)
            .PostConcat(SKMatrix.CreateTranslation(plot.Left, plot.Top));
        canvas.Path(chart.Bars(), place, Volume, 2);
        canvas.Path(chart.Line(point => point.Low), place, Low, 3.5f);
        canvas.Path(chart.Line(point => point.High), place, High, 3.5f);

        var prices = Small with { Align = SKTextAlign.Right };
        canvas.WriteWithin(160, PriceText.Of(chart.Max), box.Right - 20, plot.Top + 20, prices);
        canvas.WriteWithin(160, PriceText.Of(chart.Min), box.Right - 20, plot.Top + plot.Height * ChartDrawing.PriceShare, prices);
        var baseline = box.Bottom - 14;
        canvas.Write(Day(chart.From), plot.Left, baseline, Small);
        canvas.Write(content.Period, plot.MidX, baseline, Small with { Align = SKTextAlign.Center });
        canvas.Write(Day(chart.To), plot.Right, baseline, Small with { Align = SKTextAlign.Right });
    }

    private static void DrawFoot(CardCanvas canvas, CardContent content)
    {
        const float Baseline = 607;
        canvas.Disc(Left + 16, Baseline - 9, 16, Accent);
        // The curve of the site's icon.
        canvas.Path("M6 20l6-6 5 4 9-9", SKMatrix.CreateTranslation(Left, Baseline - 25), Sheet, 3);
        canvas.Write("PriceStream", Left + 44, Baseline, new(28, Ink, Bold: true));
        if (content.IsSimulated)
        {
            canvas.Box(new(246, Baseline - 30, 640, Baseline + 12), 8, WarnSheet, Warn);
            canvas.Write("Demo market: simulated prices", 443, Baseline, new(26, Warn, Align: SKTextAlign.Center));
        }
        else
        {
            canvas.Write("Prices: OSRS Wiki", 246, Baseline, Small);
        }

        var time = string.Create(CultureInfo.InvariantCulture, $"As of {content.At:d MMM yyyy, HH:mm} UTC");
        canvas.Write(time, Right, Baseline, Small with { Align = SKTextAlign.Right });
    }

    private static string Day(long time) =>
        DateTimeOffset.FromUnixTimeSeconds(time).ToString("d MMM HH:mm", CultureInfo.InvariantCulture);
}
