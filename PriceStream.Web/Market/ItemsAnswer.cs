namespace PriceStream.Web.Market;

/// <summary>One page of a list of items.</summary>
/// <param name="Data">The items of the page, in the order asked for.</param>
/// <param name="Meta">Where the page stands in the whole list.</param>
public sealed record ItemsAnswer(IReadOnlyList<ItemJson> Data, ItemsMeta Meta)
{
    public static ItemsAnswer Of(ItemList list) => new(
        [.. list.Items.Select(item => ItemJson.Of(item, list.View))],
        new(list.Page, list.PageSize, list.Total, list.TotalPages, list.Catalogue, list.MatchedBy));
}
