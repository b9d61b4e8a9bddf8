using System.Globalization;
using System.Text;
using PriceStream.Web.Market;

namespace PriceStream.Web.Pages;

/// <summary>
/// Draws a value of a column as HTML. <c>data-value</c> is the exact number in the column's unit, empty for none. Cells hold numbers only,
/// so nothing in them needs encoding.
/// </summary>
internal static class MarketCell
{
    public static void Append(StringBuilder html, MarketColumn column, ListedItem listed, MarketView view)
    {
        var id = listed.Item.ItemId;
        switch (column.Unit)
        {
            case ColumnUnit.Time:
                html.Append(PriceCells.Trade(id, column.Key, column.Of(listed, view)));
                break;
            case ColumnUnit.Seconds:
                html.Append(PriceCells.Age(id, listed.Price, view.Now));
                break;
            case ColumnUnit.Curve when listed.Trades.Spark is { } spark:
                Sparkline.Append(html, spark);
                break;
            case ColumnUnit.Curve:
                html.Append(CultureInfo.InvariantCulture, $"{PriceCells.Missing}");
                break;
            default:
                AppendNumber(html, column, id, column.Of(listed, view), view, isPartial: column.IsPartial(listed));
                break;
        }
    }

    // The stream's margin is that of the last trades. A cell on another basis is another cell, which the stream leaves alone.
    private static void AppendNumber(
        StringBuilder html, MarketColumn column, int itemId, long? value, MarketView view, bool isPartial)
    {
        var kind = column.Unit == ColumnUnit.Gp ? "gp" : "number";
        html.Append(
            CultureInfo.InvariantCulture,
            $"""<span class="{kind}" data-item="{itemId}" data-field="{column.Key}" data-value="{value}" """);
        if (column.HasBasis && view.Basis == Basis.FiveMinutes)
        {
            html.Append("data-basis=\"5m\"");
        }

        html.Append('>').Append(isPartial && value is not null ? "≥ " : "").Append(Text(column, value)).Append("</span>");
    }

    private static string Text(MarketColumn column, long? value)
    {
        if (column.Unit != ColumnUnit.Percent || value is not { } hundredths)
        {
            return PriceCells.Text(value);
        }

        var sign = hundredths > 0 && column.Key.StartsWith("change", StringComparison.Ordinal) ? "+" : "";
        return $"{sign}{PriceCells.Percent(hundredths)} %";
    }
}
