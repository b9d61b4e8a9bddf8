using SkiaSharp;

namespace PriceStream.Web.Cards;

/// <summary>How a text is written.</summary>
/// <param name="Size">In pixels.</param>
internal readonly record struct CardStyle(float Size, SKColor Colour, bool Bold = false, SKTextAlign Align = SKTextAlign.Left);
