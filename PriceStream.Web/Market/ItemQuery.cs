using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Market;

/// <summary>Which part of the market to list. The API and the items page read it from the query string. Null is not asked for.</summary>
public record ItemQuery : IRelatedParameters
{
    public const int MaxSearchLength = 100;
    public const string FiveMinutes = "5m";
    public const int MaxWatched = 200;
    public const int MaxListName = 40;

    /// <summary>A name or its words in any order, a nickname or an id, also misspelt. Without it, every item is found.</summary>
    [MaxLength(MaxSearchLength)]
    public string Search { get; init; } = "";

    /// <summary>Only the items with these ids, in this order unless the request has a sort or a search.</summary>
    [MaxLength(MaxWatched)]
    public IdList? Watch { get; init; }

    /// <summary>What the list of these ids is called. It changes nothing but the heading of the page.</summary>
    [MaxLength(MaxListName)]
    public string List { get; init; } = "";

    /// <summary>True lists only members' items, false only free-to-play ones. Without it, both are listed.</summary>
    public bool? Members { get; init; }

    /// <summary>A ready-made list: its filters, sort and basis apply where the request has none of its own.</summary>
    [PresetKeys]
    public string? Preset { get; init; }

    /// <summary>The column to sort by; items without a value come last. By default: a search by best match, else by name.</summary>
    [ColumnKeys]
    public string? Sort { get; init; }

    /// <summary>The direction: asc puts the smallest or oldest first, desc the largest. By default, only names ascend.</summary>
    public SortOrder? Order { get; init; }

    /// <summary>The columns of the page and of exports, after the name. By default, the preset's. The JSON always has all.</summary>
    [ColumnKeys, Several]
    public string? Cols { get; init; }

    /// <summary>What margins are calculated from: last trades, by default, or the newest five minutes where both sides traded.</summary>
    [AllowedValues("last", FiveMinutes)]
    public string? Basis { get; init; }

    /// <summary>The lowest price to pay, in gp: instant-sell, or instant-buy where that is not known.</summary>
    public long? MinPrice { get; init; }

    /// <summary>The highest price to pay, in gp.</summary>
    public long? MaxPrice { get; init; }

    /// <summary>The lowest margin, in gp.</summary>
    public long? MinMargin { get; init; }

    /// <summary>The lowest return on investment.</summary>
    public Percent? MinRoi { get; init; }

    /// <summary>The highest return on investment.</summary>
    public Percent? MaxRoi { get; init; }

    /// <summary>The fewest pieces of both sides in 24 hours.</summary>
    public long? MinVolume { get; init; }

    /// <summary>The fewest pieces in 24 hours of the side that traded less.</summary>
    public long? MinThin { get; init; }

    /// <summary>The lowest profit within reach, in gp.</summary>
    public long? MinReach { get; init; }

    /// <summary>The lowest buy limit, in pieces.</summary>
    public long? MinLimit { get; init; }

    /// <summary>The highest age of the older side.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The lowest change over 24 hours; a fall is negative.</summary>
    [Signed]
    public Percent? MinChange { get; init; }

    /// <summary>The highest change over 24 hours; a fall is negative.</summary>
    [Signed]
    public Percent? MaxChange { get; init; }

    /// <summary>The lowest profit of High Level Alchemy, in gp.</summary>
    public long? MinAlchProfit { get; init; }

    /// <summary>How long ago the newer side traded at most.</summary>
    public TimeSpan? TradedWithin { get; init; }

    public bool HasSearch => !string.IsNullOrWhiteSpace(Search);

    /// <summary>The column in effect; null for the order of the best matches, or of the ids asked for.</summary>
    public string? SortedBy => Sort
        ?? (HasSearch || Watch is not null ? null : MarketPreset.Find(Preset)?.Query.Sort ?? MarketColumns.ByName);

    public bool Descending => Order is { } order ? order == SortOrder.Desc : SortedBy is not (null or MarketColumns.ByName);

    /// <summary>Only a page knows the reader's own list.</summary>
    public (string Name, string Allowed)? FindConflict() => Preset == MarketPreset.Watch.Key && Watch is null
        ? ("watch", $"must be up to {MaxWatched} positive integers separated by commas beside preset={Preset}")
        : null;
}
