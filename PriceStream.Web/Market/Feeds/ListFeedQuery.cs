using System.ComponentModel.DataAnnotations;

namespace PriceStream.Web.Market.Feeds;

/// <summary>The list that a feed is of.</summary>
public sealed record ListFeedQuery
{
    /// <summary>The ids of the items, separated by commas. Items that the catalogue does not have are left out.</summary>
    [Required, MaxLength(ItemQuery.MaxWatched)]
    public int[] Watch { get; init; } = [];

    /// <summary>The name of the list.</summary>
    [MaxLength(ItemQuery.MaxListName)]
    public string List { get; init; } = "";

    /// <summary>The list as a query string, without the question mark.</summary>
    public string ToQuery()
    {
        var items = "watch=" + string.Join(',', Watch);
        return List.Length == 0 ? items : $"{items}&list={Uri.EscapeDataString(List)}";
    }
}
