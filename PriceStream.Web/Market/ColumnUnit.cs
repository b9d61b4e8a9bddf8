namespace PriceStream.Web.Market;

/// <summary>What the values of a column are.</summary>
public enum ColumnUnit
{
    /// <summary>The item's name.</summary>
    Name,

    /// <summary>An amount in gp.</summary>
    Gp,

    /// <summary>A number of pieces.</summary>
    Pieces,

    /// <summary>Hundredths of a percent.</summary>
    Percent,

    /// <summary>A number of seconds.</summary>
    Seconds,

    /// <summary>A Unix second.</summary>
    Time,

    /// <summary>A curve, which has no single value.</summary>
    Curve,
}
