using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Prices;

/// <summary>The parameters of the price stream.</summary>
public sealed record PriceStreamQuery : StreamQuery
{
    /// <summary>The ids of the items, separated by commas. Without it, the stream has all items.</summary>
    [MaxLength(MaxTopics)]
    public int[]? Items { get; init; }

    public override int[]? Topics => Items;
}
