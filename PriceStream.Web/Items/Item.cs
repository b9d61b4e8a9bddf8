using PriceStream.Web.Data;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Items;

/// <summary>One Grand Exchange item. Amounts are gp; null where the upstream's catalogue leaves a number out.</summary>
/// <param name="BuyLimit">How many one player can buy in four hours.</param>
/// <param name="DelistedAt">When the upstream was found to have lost it, in whole seconds; null while it is traded.</param>
public sealed record Item(
    int ItemId,
    string Name,
    string Examine,
    string Icon,
    bool Members,
    int? BuyLimit,
    long? Value,
    long? HighAlch,
    long? LowAlch,
    DateTimeOffset? DelistedAt = null)
{
    public static Item Of(ItemRow row) => new(
        row.ItemId, row.Name, row.Examine, row.Icon, row.Members, row.BuyLimit, row.Value, row.HighAlch, row.LowAlch,
        row.DelistedAt is { } second ? DateTimeOffset.FromUnixTimeSeconds(second) : null);

    public static Item Of(UpstreamItem item) => new(
        item.Id, item.Name, item.Examine ?? "", item.Icon ?? "", item.Members, item.Limit, item.Value, item.HighAlch, item.LowAlch);

    public ItemRow ToRow() => new()
    {
        ItemId = ItemId,
        Name = Name,
        Examine = Examine,
        Icon = Icon,
        Members = Members,
        BuyLimit = BuyLimit,
        Value = Value,
        HighAlch = HighAlch,
        LowAlch = LowAlch,
        DelistedAt = DelistedAt?.ToUnixTimeSeconds(),
    };
}
