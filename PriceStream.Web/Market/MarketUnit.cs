namespace PriceStream.Web.Market;

/// <summary>What a column's numbers are.</summary>
public enum MarketUnit
{
    /// <summary>The item's name, which is no number.</summary>
    Name,

    /// <summary>Whole gp.</summary>
    Gp,

    /// <summary>Pieces of the item.</summary>
    Pieces,

    /// <summary>Hundredths of a percent.</summary>
    Percent,

    /// <summary>Seconds.</summary>
    Age,

    /// <summary>A Unix second.</summary>
    Time,
}
