using System.Collections.Concurrent;
using System.Text;
using PriceStream.Web.Items.Icons;
using PriceStream.Web.Market;

namespace PriceStream.Web.Pages;

/// <summary>
/// Draws lists as tables. The same list is searched, sorted and drawn once a second at most, however many visitors ask for it, and again
/// at once when a price has changed.
/// </summary>
public sealed class MarketTables(ItemSearch search, Board board, ItemPictures icons, TimeProvider clock)
{
    private const int Most = 64;

    private volatile Drawn drawn = new(default);

    /// <param name="query">With its preset.</param>
    public MarketTable Of(ItemPageQuery query)
    {
        var state = (board.Version, clock.GetUtcNow().ToUnixTimeSeconds());
        var tables = drawn;
        if (tables.State != state)
        {
            drawn = tables = new(state);
        }

        if (tables.ByQuery.TryGetValue(query, out var known))
        {
            return known;
        }

        var table = Draw(query);
        if (tables.ByQuery.Count < Most)
        {
            tables.ByQuery.TryAdd(query, table);
        }

        return table;
    }

    private MarketTable Draw(ItemPageQuery query)
    {
        var list = search.Find(query);
        if (list.Items.Count == 0 && list.Total > 0)
        {
            list = search.Find(query with { Page = list.TotalPages });
        }

        var columns = MarketColumns.ShownBy(query);
        var table = new MarketTable(list, columns, LeadingOf(query, columns), Rows: "");
        var rows = new StringBuilder();
        var stars = new List<(int, int)>(list.Items.Count);
        foreach (var item in list.Items)
        {
            stars.Add((item.Item.ItemId, MarketRow.Append(rows, item, table, icons)));
        }

        return table with { Rows = rows.ToString(), Stars = stars };
    }

    // Of chosen columns, the first ones take the place of those that are not shown.
    private static IReadOnlyList<string> LeadingOf(ItemQuery query, IReadOnlyList<MarketColumn> columns)
    {
        var shown = columns.Select(column => column.Key).ToList();
        return [.. MarketPreset.Find(query.Preset)!.Leading.Where(shown.Contains).Concat(shown).Distinct().Take(2)];
    }

    private sealed record Drawn((long Board, long Second) State)
    {
        public ConcurrentDictionary<ItemPageQuery, MarketTable> ByQuery { get; } = new();
    }
}
