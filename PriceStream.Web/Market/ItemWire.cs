using System.Text.Json.Serialization;
using PriceStream.Web.Data;

namespace PriceStream.Web.Market;

/// <summary>An item as the API gives it. Amounts are whole gp; what is not known is null.</summary>
public sealed record ItemJson(
    int ItemId, string Name, string Examine, string Icon, bool Members, int? BuyLimit, long? Value, long? HighAlch, long? LowAlch, ItemPriceJson? Price)
{
    public static ItemJson Of(ListedItem listed)
    {
        var item = listed.Item;
        return new(item.ItemId, item.Name, item.Examine, item.Icon, item.Members, item.BuyLimit, item.Value, item.HighAlch, item.LowAlch,
            listed.Price is null ? null : ItemPriceJson.Of(listed.Price));
    }
}

/// <summary>
/// The stored price of an item, in the same shape as a price on its own. This room reads the row and knows nothing of the spine, so
/// the six names stand here again.
/// </summary>
public sealed record ItemPriceJson(int ItemId, long? High, long? HighTime, long? Low, long? LowTime, DateTime Timestamp)
{
    public static ItemPriceJson Of(LatestPriceRow row) =>
        new(row.ItemId, row.High, row.HighTime, row.Low, row.LowTime, DateTimeOffset.FromUnixTimeSeconds(Math.Max(row.HighTime ?? 0, row.LowTime ?? 0)).UtcDateTime);
}

public sealed record ItemAnswer(ItemJson Data);

public sealed record ItemsMeta(int Page, int PageSize, int Total, int TotalPages);

public sealed record ItemsAnswer(IReadOnlyList<ItemJson> Data, ItemsMeta Meta);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ItemAnswer))]
[JsonSerializable(typeof(ItemsAnswer))]
internal sealed partial class ItemJsonContext : JsonSerializerContext;
