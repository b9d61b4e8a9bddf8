using SkiaSharp;

namespace PriceStream.Web.Cards;

/// <summary>The site's light colours, by their names in tokens.css.</summary>
internal static class CardPalette
{
    public static readonly SKColor Paper = new(0xf5, 0xf0, 0xe4);
    public static readonly SKColor Sheet = new(0xff, 0xfd, 0xf7);
    public static readonly SKColor Ink = new(0x2a, 0x23, 0x17);
    public static readonly SKColor InkSoft = new(0x67, 0x5b, 0x45);
    public static readonly SKColor Line = new(0xdd, 0xd3, 0xbd);
    public static readonly SKColor Accent = new(0x7d, 0x53, 0x10);
    public static readonly SKColor High = new(0x17, 0x67, 0x4b);
    public static readonly SKColor Low = new(0x9c, 0x3d, 0x22);
    public static readonly SKColor Volume = new(0xc9, 0xbd, 0x9f);
    public static readonly SKColor Coin = new(0xf1, 0xe3, 0xbf);
    public static readonly SKColor Warn = new(0x8a, 0x4a, 0x00);
    public static readonly SKColor WarnSheet = new(0xfd, 0xf0, 0xd8);

    public static SKColor Of(CardTone tone) => tone switch
    {
        CardTone.High => High,
        CardTone.Low => Low,
        CardTone.Margin => Accent,
        CardTone.Faded => InkSoft,
        _ => Ink,
    };
}
