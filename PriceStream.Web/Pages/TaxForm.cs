using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Market;

namespace PriceStream.Web.Pages;

/// <summary>The form on the tax page: what a seller wants to keep, and of which item.</summary>
public sealed record TaxForm
{
    /// <summary>What the seller wants to keep of one item, in gp.</summary>
    public long? Net { get; init; }

    /// <summary>The name, a nickname or the id of the item. Without it, the item is a taxed one.</summary>
    [MaxLength(ItemQuery.MaxSearchLength)]
    public string Item { get; init; } = "";
}
