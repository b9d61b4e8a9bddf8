namespace PriceStream.Web.Market;

/// <summary>The columns that the item list can be sorted by; <see cref="Traded"/> is the time of the last trade.</summary>
public enum ItemSort
{
    Name,
    High,
    Low,
    Margin,
    Limit,
    Traded,
}
