using System.ComponentModel.DataAnnotations;

namespace PriceStream.Web.Pages;

/// <summary>The rows that a page shows.</summary>
public sealed record ShownRows
{
    /// <summary>The ids of the items, in the order of the rows.</summary>
    [MaxLength(200)]
    public int[] Shown { get; init; } = [];
}
