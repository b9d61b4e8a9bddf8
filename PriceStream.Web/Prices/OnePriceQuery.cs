using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Prices;

/// <summary>Whose price to return.</summary>
public sealed record OnePriceQuery
{
    /// <summary>The item's id.</summary>
    [FromPath, Range(1, int.MaxValue)]
    public int Id { get; init; }
}
