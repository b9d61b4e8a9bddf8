using System.Text.Json.Serialization;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Market;

/// <summary>An item as the API gives it. Amounts are whole gp; what is not known is null.</summary>
public sealed record ItemJson(
    int ItemId, string Name, string Examine, string Icon, bool Members, int? BuyLimit, long? Value, long? HighAlch, long? LowAlch, PriceJson? Price)
{
    public static ItemJson Of(ListedItem listed)
    {
        var item = listed.Item;
        return new(item.ItemId, item.Name, item.Examine, item.Icon, item.Members, item.BuyLimit, item.Value, item.HighAlch, item.LowAlch,
            listed.Price is null ? null : PriceJson.Of(listed.Price));
    }
}

public sealed record ItemAnswer(ItemJson Data);

public sealed record ItemsMeta(int Page, int PageSize, int Total, int TotalPages);

public sealed record ItemsAnswer(IReadOnlyList<ItemJson> Data, ItemsMeta Meta);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ItemAnswer))]
[JsonSerializable(typeof(ItemsAnswer))]
internal sealed partial class ItemJsonContext : JsonSerializerContext;
