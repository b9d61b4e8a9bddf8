using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Market;

/// <summary>Which item to return.</summary>
public sealed record OneItemQuery
{
    /// <summary>The item's id.</summary>
    [FromPath, Range(1, int.MaxValue)]
    public int Id { get; init; }
}
