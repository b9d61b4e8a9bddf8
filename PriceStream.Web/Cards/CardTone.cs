namespace PriceStream.Web.Cards;

/// <summary>What a figure on a card stands for, which decides its colour.</summary>
internal enum CardTone
{
    High,
    Low,
    Margin,

    /// <summary>Not known, or no longer true.</summary>
    Faded,

    Plain,
}
