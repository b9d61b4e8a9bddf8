namespace PriceStream.Web.Market;

/// <summary>A column of the market.</summary>
/// <param name="Key">Names it in requests, in <c>stats</c>, in CSS classes and in cells.</param>
/// <param name="Title">Its header.</param>
/// <param name="Unit">What its values are.</param>
/// <param name="Formula">How a value is calculated, in words.</param>
/// <param name="Of">Returns an item's value in the column's unit; null for unknown.</param>
public sealed record MarketColumn(string Key, string Title, ColumnUnit Unit, string Formula, Func<ListedItem, MarketView, long?> Of)
{
    /// <summary>The short title beside a value on narrow screens, where the rows have no header.</summary>
    public string Label { get; init; } = Title;

    /// <summary>Whether the value is calculated from prices, so that it depends on <see cref="Basis"/>.</summary>
    public bool HasBasis { get; init; }

    /// <summary>Whether it needs the upstream's windows, which a new site has to fetch first.</summary>
    public bool NeedsWindows { get; init; }

    /// <summary>Whether an item's value may be a lower bound, because windows are missing.</summary>
    public Func<ListedItem, bool> IsPartial { get; init; } = _ => false;
}
