using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using PriceStream.Web.Items;
using PriceStream.Web.Items.Icons;
using PriceStream.Web.Market;

namespace PriceStream.Web.Pages;

/// <summary>Draws a row of the market as HTML. A page has fifty of them, so they are drawn without a view for each.</summary>
internal static class MarketRow
{
    /// <summary>Appends the row with an empty star, and returns where the end of that star begins.</summary>
    public static int Append(StringBuilder html, ListedItem listed, MarketTable table, ItemPictures icons)
    {
        html.Append(CultureInfo.InvariantCulture, $"""<tr id="{PriceCells.Place(listed.Item.ItemId)}" data-testid="item-row">""")
            .Append("<th scope=\"row\" class=\"col-name\">");
        StarButton.AppendStart(html, listed.Item);
        var star = html.Length;
        html.Append(StarButton.Off);
        AppendName(html, listed.Item, icons);
        html.Append("</th>");
        var showsAge = table.Columns.Any(column => column.Key == "age");
        foreach (var column in table.Columns)
        {
            html.Append(
                CultureInfo.InvariantCulture, $"""<td class="{table.ClassOf(column)}" data-label="{column.Label}" translate="no">""");
            AppendNote(html, column, listed, table.List.View, showsAge);
            MarketCell.Append(html, column, listed, table.List.View);
            html.Append("</td>");
        }

        html.Append("</tr>\n");
        return star;
    }

    // A margin says how old it is, an instant-sell price that it is above instant-buy. Both are empty otherwise; the stream fills them.
    private static void AppendNote(StringBuilder html, MarketColumn column, ListedItem listed, MarketView view, bool showsAge)
    {
        if (column.Key == "margin" && !showsAge)
        {
            html.Append(PriceCells.Age(listed.Item.ItemId, listed.Price, view.Now));
        }
        else if (column.Key == "low")
        {
            html.Append(PriceCells.Crossed(listed.Price));
        }
    }

    // No spaces between the parts: CSS sets their distance.
    private static void AppendName(StringBuilder html, Item item, ItemPictures icons)
    {
        var name = Encode(item.Name);
        html.Append(icons.UrlOf(item) is { } url
            ? $"""<img class="icon" src="{Encode(url)}" alt="" width="32" height="32" loading="lazy" decoding="async">"""
            : $"""<span class="icon" aria-hidden="true" data-letter="{Encode(item.Name[..Math.Min(1, item.Name.Length)])}"></span>""");
        html.Append(CultureInfo.InvariantCulture, $"""<a href="items/{item.ItemId}/{ItemSlug.Of(item.Name)}">{name}</a>""");
        if (item.Members)
        {
            html.Append("<span class=\"members\" title=\"Members’ item\">M</span>");
        }

        if (item.DelistedAt is { } delisted)
        {
            html.Append("<span class=\"delisted\" data-testid=\"delisted\" ")
                .Append(CultureInfo.InvariantCulture, $"title=\"No longer traded since {delisted:d MMM yyyy}\">no longer traded</span>");
        }
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
