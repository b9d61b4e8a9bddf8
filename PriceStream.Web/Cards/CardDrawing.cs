using System.Globalization;
using PriceStream.Web.History;
using PriceStream.Web.Prices;
using SkiaSharp;
using static PriceStream.Web.Cards.CardPalette;

namespace PriceStream.Web.Cards;

/// <summary>
/// Draws a card as a PNG: the item's picture or a coin, its name, the figures, the chart, and from where and when all of it is.
/// </summary>
internal static class CardDrawing
{
    public const int Width = 1200;
    public const int Height = 630;

    private const float Left = 48;
    private const float Right = Width - Left;
    private const float Gap = 16;
    private const float Padding = 20;
    private const float UnitSize = 26;
    private const float UnitGap = 8;

    // In seconds. The axis of a longer one needs the year and not the hour.
    private const long LongPeriod = 60 * 86_400;

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
        if (content.Picture is null || !canvas.Picture(content.Picture, Left + Radius, Middle, 1.3f * Radius))
        {
            var letter = name.Length == 0 ? "" : name[..1].ToUpperInvariant();
            canvas.Write(letter, Left + Radius, Middle + 19, new(54, Accent, Bold: true, SKTextAlign.Center));
        }

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
        var size = figures.Min(figure => SizeOf(figure, width - 2 * Padding));
        for (var index = 0; index < figures.Count; index++)
        {
            var left = Left + index * (width + Gap);
            DrawFigure(canvas, figures[index], size, new(left, Top, left + width, Bottom));
        }
    }

    /// <summary>The size at which a number fits. All have the same, so that the eye compares the numbers and not the letters.</summary>
    private static float SizeOf(CardFigure figure, float width)
    {
        const float Largest = 44;
        var natural = CardFont.WidthOf(figure.Value, Largest, bold: true);
        return Math.Min(Largest, Largest * (width - UnitWidthOf(figure)) / natural);
    }

    private static float UnitWidthOf(CardFigure figure) =>
        figure.Unit.Length == 0 ? 0 : UnitGap + CardFont.WidthOf(figure.Unit, UnitSize, bold: false);

    private static void DrawFigure(CardCanvas canvas, CardFigure figure, float size, SKRect box)
    {
        canvas.Box(box, 10, Sheet, Line);
        canvas.Rule(box.Left + 6, box.Top + 1, box.Right - 6, box.Top + 1, figure.Tone == CardTone.Faded ? Line : Of(figure.Tone), 5);
        var (x, width, baseline) = (box.Left + Padding, box.Width - 2 * Padding, box.Top + 91);
        canvas.WriteWithin(width, figure.Label, x, box.Top + 42, Small);
        canvas.Write(figure.Value, x, baseline, new(size, Of(figure.ValueTone), Bold: true));
        var taken = CardFont.WidthOf(figure.Value, size, bold: true);
        canvas.Write(figure.Unit, x + taken + UnitGap, baseline, new(UnitSize, InkSoft));
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

        string[] labels = [PriceText.Of(chart.Max), PriceText.Of(chart.Min)];
        var gutter = labels.Max(label => CardFont.WidthOf(label, Small.Size, Small.Bold));
        var plot = new SKRect(box.Left + 24, box.Top + 26, box.Right - 24 - gutter - 16, box.Bottom - 48);
        var floor = plot.Top + plot.Height * ChartDrawing.PriceShare;
        canvas.Rule(plot.Left, plot.Top, plot.Right, plot.Top, Line, 1);
        canvas.Rule(plot.Left, floor, plot.Right, floor, Line, 1);
        var place = SKMatrix.CreateScale(plot.Width / ChartDrawing.Width, plot.Height / ChartDrawing.Height)
            .PostConcat(SKMatrix.CreateTranslation(plot.Left, plot.Top));
        canvas.Path(chart.Bars(), place, Volume, 2);
        DrawSide(canvas, chart, point => point.Low, place, Low);
        DrawSide(canvas, chart, point => point.High, place, High);
        canvas.Write(labels[0], plot.Right + 16, plot.Top + 8, Small);
        canvas.Write(labels[1], plot.Right + 16, floor + 8, Small);
        var baseline = box.Bottom - 14;
        var format = chart.To - chart.From > LongPeriod ? "d MMM yyyy" : "d MMM HH:mm";
        canvas.Write(Time(chart.From, format), plot.Left, baseline, Small);
        canvas.Write(content.Period, plot.MidX, baseline, Small with { Align = SKTextAlign.Center });
        canvas.Write(Time(chart.To, format), plot.Right, baseline, Small with { Align = SKTextAlign.Right });
    }

    private static void DrawSide(
        CardCanvas canvas, ChartDrawing chart, Func<HistoryPoint, long?> side, SKMatrix place, SKColor colour)
    {
        canvas.Path(chart.Line(side), place, colour, 3.5f);
        canvas.Path(chart.Dots(side), place, colour, 9);
    }

    private static void DrawFoot(CardCanvas canvas, CardContent content)
    {
        const float Baseline = 607;
        const string Site = "PriceStream";
        canvas.Disc(Left + 16, Baseline - 9, 16, Accent);
        // The curve of the site's icon.
        canvas.Path("M6 20l6-6 5 4 9-9", SKMatrix.CreateTranslation(Left, Baseline - 25), Sheet, 3);
        canvas.Write(Site, Left + 44, Baseline, new(28, Ink, Bold: true));
        var source = Left + 72 + CardFont.WidthOf(Site, 28, bold: true);
        if (content.IsSimulated)
        {
            const string Simulated = "Demo market: simulated prices";
            var end = source + CardFont.WidthOf(Simulated, UnitSize, bold: true);
            canvas.Box(new(source - 12, Baseline - 30, end + 12, Baseline + 11), 8, WarnSheet);
            canvas.Write(Simulated, source, Baseline, new(UnitSize, Warn, Bold: true));
        }
        else
        {
            canvas.Write("Prices: OSRS Wiki", source, Baseline, Small);
        }

        var time = string.Create(CultureInfo.InvariantCulture, $"As of {content.At:d MMM yyyy, HH:mm} UTC");
        canvas.Write(time, Right, Baseline, Small with { Align = SKTextAlign.Right });
    }

    private static string Time(long time, string format) =>
        DateTimeOffset.FromUnixTimeSeconds(time).ToString(format, CultureInfo.InvariantCulture);
}
