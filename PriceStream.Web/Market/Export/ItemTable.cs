using PriceStream.Web.Exports;

namespace PriceStream.Web.Market.Export;

/// <summary>A list of items as a table: the same rows and columns as on the page, all of them.</summary>
internal static class ItemTable
{
    private static readonly ExportColumn<ListedItem>[] First =
    [
        new("item_id", item => ExportValue.Whole(item.Item.ItemId)),
        new(MarketColumns.ByName, item => ExportValue.Text(item.Item.Name)),
    ];

    public static ExportTable<ListedItem> Of(ItemQuery query, ItemSearch search)
    {
        var (items, view) = search.FindAll(query);
        return new([.. First, .. MarketColumns.ShownBy(query).Select(column => Export(column, view))], items);
    }

    private static ExportColumn<ListedItem> Export(MarketColumn column, MarketView view) => new(column.Key, column.Unit switch
    {
        ColumnUnit.Percent => item => ExportValue.Percent(column.Of(item, view)),
        ColumnUnit.Time => item => ExportValue.Time(column.Of(item, view)),
        ColumnUnit.Curve => item => ExportValue.Curve(item.Trades.Spark),
        _ => item => ExportValue.Whole(column.Of(item, view)),
    });
}
