namespace PriceStream.Web.Cards;

/// <summary>A number on a card.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The number, with <see cref="Prices.PriceText.Missing"/> for unknown.</param>
/// <param name="Unit">Small, after the number; empty for none.</param>
/// <param name="Note">Under the number; empty for none.</param>
/// <param name="Tone">The colour of its frame.</param>
/// <param name="ValueTone">The colour of the number.</param>
internal sealed record CardFigure(string Label, string Value, string Unit, string Note, CardTone Tone, CardTone ValueTone);
