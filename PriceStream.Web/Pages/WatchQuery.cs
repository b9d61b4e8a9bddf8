using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Market;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Pages;

/// <summary>What the page of the reader's own list is asked to show beside it.</summary>
public sealed record WatchQuery
{
    /// <summary>What the list is called in links and exports.</summary>
    [MaxLength(ItemQuery.MaxListName)]
    public string List { get; init; } = "";

    /// <summary>The list before it was replaced or emptied.</summary>
    [MaxLength(ItemQuery.MaxWatched)]
    public IdList? Was { get; init; }

    /// <summary>How many items did not fit.</summary>
    [Range(1, 100_000)]
    public int Left { get; init; }
}
