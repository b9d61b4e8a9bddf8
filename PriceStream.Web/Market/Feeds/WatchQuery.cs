using System.ComponentModel.DataAnnotations;

namespace PriceStream.Web.Market.Feeds;

/// <summary>A list of items in an address.</summary>
public sealed record WatchQuery
{
    public const int MaxItems = 200;
    public const int MaxNameLength = 40;

    /// <summary>The ids of the items, separated by commas. Items that the catalogue does not have are left out.</summary>
    [Required, MaxLength(MaxItems)]
    public int[] Watch { get; init; } = [];

    /// <summary>The name of the list.</summary>
    [MaxLength(MaxNameLength)]
    public string List { get; init; } = "";

    /// <summary>The list as a query string, without the question mark.</summary>
    public string ToQuery()
    {
        var items = "watch=" + string.Join(',', Watch);
        return List.Length == 0 ? items : $"{items}&list={Uri.EscapeDataString(List)}";
    }
}
