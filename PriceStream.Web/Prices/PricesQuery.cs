using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Prices;

/// <summary>Which current prices to return.</summary>
public sealed record PricesQuery
{
    /// <summary>The ids of the items, separated by commas. Without it, all items are returned.</summary>
    [MaxLength(StreamQuery.MaxTopics)]
    public int[]? Items { get; init; }
}
