using System.ComponentModel.DataAnnotations;

namespace PriceStream.Web.Market;

/// <summary>One page of what a query finds.</summary>
public sealed record ItemPageQuery : ItemQuery
{
    /// <summary>The page to return. Pages count from 1; a page after the last one is empty.</summary>
    [Range(1, 1_000_000)]
    public int Page { get; init; } = 1;

    /// <summary>How many items a page holds.</summary>
    [Range(1, 200)]
    public int PageSize { get; init; } = 50;
}
