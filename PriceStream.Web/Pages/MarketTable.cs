using PriceStream.Web.Market;

namespace PriceStream.Web.Pages;

/// <summary>A list as a table.</summary>
/// <param name="Columns">After the name.</param>
/// <param name="Leading">The keys of the columns that the list is about.</param>
/// <param name="Rows">The rows as HTML.</param>
public sealed record MarketTable(ItemList List, IReadOnlyList<MarketColumn> Columns, IReadOnlyList<string> Leading, string Rows)
{
    /// <summary>Where in the rows the end of each item's star begins.</summary>
    public IReadOnlyList<(int ItemId, int Place)> Stars { get; init; } = [];

    /// <summary>The CSS class of a column's header and cells.</summary>
    public string ClassOf(MarketColumn column) => Leading.Contains(column.Key) ? $"col-{column.Key} lead" : $"col-{column.Key}";

    /// <summary>Whether values that the list is about need windows that the site does not have yet.</summary>
    public bool LacksWindows => List.Items.Count > 0
        && Columns.Any(column => column.NeedsWindows)
        && List.Items.All(item => item.Trades.Value24h is null);
}
