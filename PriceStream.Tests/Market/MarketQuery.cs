using System.Globalization;
using PriceStream.Web.Market;

namespace PriceStream.Tests.Market;

/// <summary>A query of the market, and what the reference finds by it. It shares only the names of the columns with the site.</summary>
internal sealed record MarketQuery(Dictionary<string, string> Parameters)
{
    // Which stat each filter compares; a maximum where the name says so.
    private static readonly Dictionary<string, string> Filters = new()
    {
        ["min_price"] = "low", ["max_price"] = "low", ["min_margin"] = "margin", ["min_roi"] = "roi", ["max_roi"] = "roi",
        ["min_volume"] = "vol_24h", ["min_thin"] = "thin_24h", ["min_reach"] = "reach", ["min_limit"] = "limit", ["max_age"] = "age",
        ["min_change"] = "change_24h", ["max_change"] = "change_24h", ["min_alch_profit"] = "alch_profit",
    };

    private static readonly string[] Sorts =
        [.. MarketColumns.All.Select(column => column.Key).Except(["name", "traded", "spark"]), "name"];

    public string Url => string.Join('&', Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"));

    public static MarketQuery Parse(string parameters) =>
        new(parameters.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]));

    /// <param name="largest">The largest price or margin that a filter asks for.</param>
    public static MarketQuery Generate(Random random, int largest = 1500)
    {
        var parameters = new Dictionary<string, string> { ["sort"] = random.GetItems(Sorts, 1)[0] };
        foreach (var filter in random.GetItems(Filters.Keys.ToArray(), random.Next(4)))
        {
            parameters[filter] = LimitOf(filter, random, largest);
        }

        if (random.Next(2) == 0)
        {
            parameters["order"] = random.Next(2) == 0 ? "asc" : "desc";
        }

        if (random.Next(2) == 0)
        {
            parameters["basis"] = random.Next(2) == 0 ? "5m" : "last";
        }

        return new(parameters);
    }

    /// <summary>The ids of the items found, in order.</summary>
    public IEnumerable<int> FoundIn(MarketReference market)
    {
        var isAveraged = Parameters.GetValueOrDefault("basis") == "5m";
        var found = market.Ids.Select(id => (Id: id, Stats: market.Of(id, isAveraged))).Where(item => Passes(item.Stats));
        var sort = Parameters["sort"];
        var descends = Parameters.GetValueOrDefault("order") is { } order ? order == "desc" : sort != "name";
        var byName = found.OrderBy(item => market.NameOf(item.Id), StringComparer.OrdinalIgnoreCase).ThenBy(item => item.Id).ToList();
        if (sort == "name")
        {
            return (descends ? Enumerable.Reverse(byName) : byName).Select(item => item.Id);
        }

        var valued = byName.OrderBy(item => NumberOf(item.Stats, sort) is null);
        return (descends ? valued.ThenByDescending(Value) : valued.ThenBy(Value)).Select(item => item.Id);

        decimal? Value((int Id, SortedDictionary<string, string> Stats) item) => NumberOf(item.Stats, sort);
    }

    /// <summary>A stat as a number; null for none.</summary>
    public static decimal? NumberOf(SortedDictionary<string, string> stats, string key) =>
        stats[key] == "null" ? null : decimal.Parse(stats[key], CultureInfo.InvariantCulture);

    private static string LimitOf(string filter, Random random, int largest) => filter switch
    {
        "max_age" => $"{random.Next(50)}m",
        "min_change" => $"{random.Next(-20, 20)}.5",
        "max_change" => $"{random.Next(-20, 20)}%25",
        "min_roi" or "max_roi" => $"{random.Next(12)}.25",
        "min_volume" or "min_thin" => $"{random.Next(9)}.{random.Next(10)}k",
        _ => $"{random.Next(largest)}",
    };

    private bool Passes(SortedDictionary<string, string> stats) => Filters.All(filter =>
    {
        if (!Parameters.TryGetValue(filter.Key, out var text))
        {
            return true;
        }

        var value = NumberOf(stats, filter.Value) ?? (filter.Value == "low" ? NumberOf(stats, "high") : null);
        return filter.Key.StartsWith("min", StringComparison.Ordinal) ? value >= Limit(text) : value <= Limit(text);
    });

    private static decimal Limit(string text)
    {
        var number = decimal.Parse(text.TrimEnd('m', 'k').Replace("%25", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return number * (text[^1] switch { 'm' => 60, 'k' => 1000, _ => 1 });
    }
}
