using PriceStream.Web.Market;
using PriceStream.Web.Requests;
using PriceStream.Web.Watch;

namespace PriceStream.Web.Pages;

/// <summary>
/// The query of a list's address. A wrong value counts as absent; its field keeps the text, and the page explains the error beside it.
/// </summary>
public sealed class MarketForm
{
    private static readonly IReadOnlyList<Parameter> All = Parameter.AllOf<ItemPageQuery>();

    private readonly Dictionary<string, string> typed = [];
    private readonly IReadOnlyDictionary<string, string[]> errors;

    /// <param name="mine">The reader's own list, which the preset of that name shows when the address has no list.</param>
    public MarketForm(HttpContext context, WatchList mine)
    {
        foreach (var parameter in All)
        {
            if (parameter.TextIn(context) is { Length: > 0 } text)
            {
                typed[parameter.Name] = text;
            }
        }

        var parameters = new Parameters<ItemPageQuery>(context, emptyIsAbsent: true);
        errors = parameters.Errors;
        Query = WithPreset(parameters.Value, mine);
        Preset = MarketPreset.Find(Query.Preset)!;
        Address = new([.. typed.Where(pair => !errors.ContainsKey(pair.Key))]);
    }

    /// <summary>With the preset in effect.</summary>
    public ItemPageQuery Query { get; }

    public MarketPreset Preset { get; }

    public MarketAddress Address { get; }

    /// <summary>The list in the address, as somebody else may have shared it; null without one.</summary>
    public WatchList? Shared => Address.Of("watch") is null ? null : WatchList.Of(Query.Watch!, Query.List);

    /// <summary>Whether the list is the reader's own.</summary>
    public bool IsOwn => Preset == MarketPreset.Watch && Shared is null;

    public bool HasErrors => errors.Count > 0;

    /// <summary>The text of a field as it was typed; empty for an absent parameter.</summary>
    public string TypedIn(string name) => typed.GetValueOrDefault(name, "");

    /// <summary>What is wrong with a field, as a sentence; null when nothing is.</summary>
    public string? ErrorOf(string name) => errors.TryGetValue(name, out var allowed) ? $"This {allowed[0]}." : null;

    /// <summary>Errors of parameters that have no field of their own.</summary>
    public IEnumerable<(string Name, string Error)> OtherErrors =>
        errors.Where(error => MarketFilter.Find(error.Key) is null).Select(error => (error.Key, $"{error.Key} {error.Value[0]}."));

    /// <summary>This list in another order; the column in effect again reverses the order.</summary>
    public MarketAddress SortedBy(string key)
    {
        var descends = key == Query.SortedBy ? !Query.Descending : key != MarketColumns.ByName;
        var sorted = Query with { Sort = key, Order = descends ? SortOrder.Desc : SortOrder.Asc };
        var usual = sorted with { Order = null };
        var preset = Query with { Sort = null, Order = null };
        var isPresets = preset.SortedBy == key && preset.Descending == descends;
        return Address
            .With("sort", isPresets ? null : key)
            .With("order", isPresets || usual.Descending == descends ? null : descends ? "desc" : "asc");
    }

    /// <summary>The list without a filter, even if it is the preset's.</summary>
    public MarketAddress WithoutFilter(string name)
    {
        var isPresets = MarketFilter.Find(name)?.Limit(Preset.Query) is not null;
        return (isPresets ? Address.WithoutPreset(Preset) : Address).Without(name, "page");
    }

    /// <summary>A filter in words and signs: Price ≤ 100,000 gp.</summary>
    public static string TextOf(FilterMatch match)
    {
        var filter = MarketFilter.Find(match.Filter)!;
        var limit = filter.Unit switch
        {
            ColumnUnit.Gp => PriceCells.Text((long)match.Value) + " gp",
            ColumnUnit.Percent => PriceCells.Percent((long)(match.Value * 100)) + " %",
            ColumnUnit.Seconds => filter.TextOf((long)match.Value),
            _ => PriceCells.Text((long)match.Value),
        };
        return $"{filter.Title} {(filter.IsMaximum ? "≤" : "≥")} {limit}";
    }

    private static ItemPageQuery WithPreset(ItemPageQuery query, WatchList mine) => query switch
    {
        { Preset: null, HasSearch: true } => query with { Preset = MarketPreset.Everything.Key },
        { Preset: null } => query with { Preset = MarketPreset.Popular.Key },
        { Watch: null } when query.Preset == MarketPreset.Watch.Key => query with { Watch = new(mine.Ids) },
        _ => query,
    };
}
