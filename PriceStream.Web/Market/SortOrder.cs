namespace PriceStream.Web.Market;

/// <summary>The direction of a sorted list, by its public names.</summary>
public enum SortOrder
{
    Asc,
    Desc,
}
