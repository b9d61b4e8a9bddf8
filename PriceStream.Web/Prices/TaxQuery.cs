using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Prices;

/// <summary>Which sale to tax. Without a price or a net, the rules are returned.</summary>
public sealed record TaxQuery
{
    /// <summary>The price of one item, to return its tax. Not together with net.</summary>
    public long? Price { get; init; }

    /// <summary>What the seller wants to keep of one item, to return the lowest price to ask. Not together with price.</summary>
    public long? Net { get; init; }

    /// <summary>The item's id, because some items have no tax. Without it, the item is a taxed one.</summary>
    [FromQuery("item"), Range(1, int.MaxValue)]
    public int? ItemId { get; init; }

    /// <summary>The time of the sale: a date or an ISO 8601 time. Without it, the sale is now.</summary>
    public DateTimeOffset? At { get; init; }
}
