using SkiaSharp;

namespace PriceStream.Web.Cards;

/// <summary>The few things that a card is drawn with, in pixels.</summary>
internal sealed class CardCanvas(SKCanvas canvas)
{
    // A small file can be a picture of any size.
    private const int MostPixels = 512 * 512;

    public void Write(string text, float x, float baseline, CardStyle style)
    {
        using var font = CardFont.Of(style.Size, style.Bold);
        using var paint = new SKPaint { Color = style.Colour, IsAntialias = true };
        canvas.DrawText(text, x, baseline, style.Align, font, paint);
    }

    /// <summary>Writes a text, smaller where it would be wider than <paramref name="width"/>.</summary>
    public void WriteWithin(float width, string text, float x, float baseline, CardStyle style)
    {
        var natural = CardFont.WidthOf(text, style.Size, style.Bold);
        var size = natural <= width ? style.Size : style.Size * width / natural;
        Write(text, x, baseline, style with { Size = size });
    }

    public void Box(SKRect at, float radius, SKColor fill, SKColor? border = null)
    {
        using var paint = new SKPaint { Color = fill, IsAntialias = true };
        canvas.DrawRoundRect(at, radius, radius, paint);
        if (border is { } colour)
        {
            using var line = StrokeOf(colour, 2);
            canvas.DrawRoundRect(at, radius, radius, line);
        }
    }

    public void Disc(float x, float y, float radius, SKColor fill, SKColor? border = null)
    {
        using var paint = new SKPaint { Color = fill, IsAntialias = true };
        canvas.DrawCircle(x, y, radius, paint);
        if (border is { } colour)
        {
            using var line = StrokeOf(colour, 2);
            canvas.DrawCircle(x, y, radius, line);
        }
    }

    public void Rule(float fromX, float fromY, float toX, float toY, SKColor colour, float width)
    {
        using var line = StrokeOf(colour, width);
        line.StrokeCap = SKStrokeCap.Butt;
        canvas.DrawLine(fromX, fromY, toX, toY, line);
    }

    /// <summary>Draws an SVG path, scaled and moved to its place. Its line has the same width everywhere.</summary>
    public void Path(string svg, SKMatrix place, SKColor colour, float width)
    {
        using var path = SKPath.ParseSvgPathData(svg);
        path.Transform(place);
        using var line = StrokeOf(colour, width);
        canvas.DrawPath(path, line);
    }

    /// <summary>Draws a picture around a point, as large as fits. Returns false for a file that cannot be read or is too large.</summary>
    /// <param name="side">Of the square that it fits into.</param>
    public bool Picture(byte[] file, float x, float y, float side)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height is 0 or > MostPixels)
        {
            return false;
        }

        using var image = SKImage.FromEncodedData(data);
        if (image is null)
        {
            return false;
        }

        var scale = side / Math.Max(image.Width, image.Height);
        var (width, height) = (image.Width * scale, image.Height * scale);
        var place = SKRect.Create(x - width / 2, y - height / 2, width, height);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKCubicResampler.Mitchell));
        return true;
    }

    private static SKPaint StrokeOf(SKColor colour, float width) => new()
    {
        Color = colour,
        IsAntialias = true,
        Style = SKPaintStyle.Stroke,
        StrokeWidth = width,
        StrokeCap = SKStrokeCap.Round,
        StrokeJoin = SKStrokeJoin.Round,
    };
}
