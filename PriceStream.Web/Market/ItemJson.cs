using PriceStream.Web.Prices;

namespace PriceStream.Web.Market;

/// <summary>An item of the catalogue as the API returns it. An unknown value is null.</summary>
/// <param name="ItemId">The item's id in the game.</param>
/// <param name="Name">The item's name in the game.</param>
/// <param name="Examine">The text that the game shows when a player examines the item.</param>
/// <param name="Icon">The file name of the item's picture on the Old School RuneScape Wiki.</param>
/// <param name="Members">True for an item that only members can trade.</param>
/// <param name="BuyLimit">How many pieces one player can buy on the Grand Exchange in four hours.</param>
/// <param name="Value">The item's value in the game's own shops, in gp.</param>
/// <param name="HighAlch">What the spell High Level Alchemy pays for the item, in gp.</param>
/// <param name="LowAlch">What the spell Low Level Alchemy pays for the item, in gp.</param>
/// <param name="DelistedAt">When the upstream was found to have the item no longer; null while it is traded. In UTC.</param>
/// <param name="Price">The item's current price; null while no trade is known.</param>
/// <param name="Stats">What follows from its prices and from what was traded lately.</param>
public sealed record ItemJson(
    int ItemId,
    string Name,
    string Examine,
    string Icon,
    bool Members,
    int? BuyLimit,
    long? Value,
    long? HighAlch,
    long? LowAlch,
    DateTime? DelistedAt,
    PriceJson? Price,
    StatsJson Stats)
{
    public static ItemJson Of(ListedItem listed, MarketView view)
    {
        var item = listed.Item;
        return new(
            item.ItemId, item.Name, item.Examine, item.Icon, item.Members, item.BuyLimit, item.Value, item.HighAlch, item.LowAlch,
            item.DelistedAt?.UtcDateTime, listed.Price is null ? null : PriceJson.Of(listed.Price),
            StatsJson.Of(listed, view));
    }
}
