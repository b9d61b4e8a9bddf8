using System.Text;
using PriceStream.Web.Market;

namespace PriceStream.Web.Pages;

/// <summary>The cells of an item's cards, as a list draws them.</summary>
public sealed class ItemCells(ListedItem listed, MarketView view)
{
    public string Age => PriceCells.Age(listed.Item.ItemId, listed.Price, view.Now);

    public string Crossed => PriceCells.Crossed(listed.Price);

    public string Of(MarketColumn column)
    {
        var html = new StringBuilder();
        MarketCell.Append(html, column, listed, view);
        return html.ToString();
    }

    public string Of(string key) => Of(MarketColumns.Of(key));

    /// <summary>The cells that no stream sends, in the partial that the stream uses too. A curve is no cell.</summary>
    public string Unstreamed()
    {
        var columns = ItemCard.Others.Prepend(ItemCard.Flip).SelectMany(card => card.Columns);
        var cells = columns.Where(column => column.Unit != ColumnUnit.Curve).Select(Of);
        return $"{PriceCells.Partial(listed.Item.ItemId)}{string.Concat(cells)}</hx-partial>";
    }
}
