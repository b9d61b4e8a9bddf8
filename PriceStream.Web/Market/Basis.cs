namespace PriceStream.Web.Market;

/// <summary>The prices that margins and profits are calculated from.</summary>
public enum Basis
{
    /// <summary>The last trade of each side.</summary>
    Last,

    /// <summary>The averages of the newest five minutes, for an item of which both sides traded in them.</summary>
    FiveMinutes,
}
