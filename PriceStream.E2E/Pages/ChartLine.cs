namespace PriceStream.E2E.Pages;

/// <summary>What the chart draws, in the order of its data sets.</summary>
public enum ChartLine
{
    InstantBuy,
    InstantSell,

    /// <summary>The newest price, drawn as a single point.</summary>
    Tip,
    Volume,
}
