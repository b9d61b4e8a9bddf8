using SkiaSharp;

namespace PriceStream.Web.Cards;

/// <summary>The one font of the cards. It is in this assembly, because a container has no fonts.</summary>
internal static class CardFont
{
    private const string Resource = "PriceStream.Web.Cards.Fonts.LiberationSans-Regular.ttf";

    // Skia reads from it for as long as the site runs.
    private static readonly SKTypeface Typeface = Load();

    public static SKFont Of(float size, bool bold) => new(Typeface, size)
    {
        Embolden = bold,
        Subpixel = true,
        Edging = SKFontEdging.Antialias,
        Hinting = SKFontHinting.None,
    };

    public static float WidthOf(string text, float size, bool bold)
    {
        using var font = Of(size, bold);
        return font.MeasureText(text);
    }

    /// <summary>The text without the characters that the font lacks, which would be empty boxes.</summary>
    public static string Known(string text)
    {
        using var font = Of(size: 1, bold: false);
        return string.Concat(text.EnumerateRunes().Where(rune => font.ContainsGlyph(rune.Value))).Trim();
    }

    private static SKTypeface Load()
    {
        using var file = typeof(CardFont).Assembly.GetManifestResourceStream(Resource)!;
        using var data = SKData.Create(file);
        return SKTypeface.FromData(data);
    }
}
