namespace PriceStream.Web.Market;

/// <summary>What part of the catalogue is wanted. Pages count from 1.</summary>
public sealed record ItemQuery
{
    public const int MaxPageSize = 200;
    public const int MaxSearchLength = 100;

    /// <summary>Part of a name in any case, or an item's id; empty for all.</summary>
    public string Search { get; init; } = "";

    /// <summary>True for members' items only, false for free ones only, null for both.</summary>
    public bool? Members { get; init; }

    public ItemSort Sort { get; init; } = ItemSort.Name;
    public bool Descending { get; init; }
    public int Page { get; init; } = 1;
    public int PageSize { get; init; } = 50;
}
