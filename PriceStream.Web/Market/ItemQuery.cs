using System.ComponentModel.DataAnnotations;

namespace PriceStream.Web.Market;

/// <summary>Which part of the catalogue to list. The API and the items page read it from the query string.</summary>
public sealed record ItemQuery
{
    public const int MaxSearchLength = 100;

    /// <summary>A name or its words in any order, a nickname or an id, also misspelt. Without it, every item is found.</summary>
    [MaxLength(MaxSearchLength)]
    public string Search { get; init; } = "";

    /// <summary>True lists only members' items, false only free-to-play ones. Without it, both are listed.</summary>
    public bool? Members { get; init; }

    /// <summary>The column to sort by; items without a value come last. By default: a search by best match, else by name.</summary>
    public ItemSort? Sort { get; init; }

    /// <summary>The direction: asc puts the smallest or oldest first, desc the largest or newest. The best match ignores it.</summary>
    public SortOrder Order { get; init; } = SortOrder.Asc;

    /// <summary>The page to return. Pages count from 1; a page after the last one is empty.</summary>
    [Range(1, 1_000_000)]
    public int Page { get; init; } = 1;

    /// <summary>How many items a page holds.</summary>
    [Range(1, 200)]
    public int PageSize { get; init; } = 50;

    public bool HasSearch => !string.IsNullOrWhiteSpace(Search);

    /// <summary>The column in effect; null while the best match comes first.</summary>
    public ItemSort? SortedBy => Sort ?? (HasSearch ? null : ItemSort.Name);

    public bool Descending => Order == SortOrder.Desc;
}
