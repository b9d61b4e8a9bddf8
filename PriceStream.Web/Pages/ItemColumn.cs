using PriceStream.Web.Market;

namespace PriceStream.Web.Pages;

/// <summary>A column of the items table: its header, its values, and how a cell is drawn.</summary>
/// <param name="Key">Names the column in the address, which sorts by it, in the CSS class and in exports.</param>
/// <param name="Title">The header.</param>
/// <param name="Cell">How a cell is drawn.</param>
/// <param name="Value">Returns an item's value.</param>
public record ItemColumn(string Key, string Title, CellKind Cell, Func<ListedItem, ColumnValue> Value)
{
    /// <summary>The short title beside a value on narrow screens, where the rows have no header.</summary>
    public string Label { get; init; } = Title;

    /// <summary>The CSS class of the header and of every cell.</summary>
    public string Class { get; } = "col-" + Key;
}
