using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;

namespace PriceStream.Web.Market;

/// <summary>Finds items in the catalogue.</summary>
public sealed class ItemSearch(IDbContextFactory<PriceStreamDb> databases)
{
    public async Task<ItemList> FindAsync(ItemQuery query, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = Matching(db, query);
        var total = await found.CountAsync(cancellationToken);
        var rows = await Sorted(found, query)
            .Skip((int)Math.Min((query.Page - 1L) * query.PageSize, int.MaxValue))
            .Take(query.PageSize)
            .ToListAsync(cancellationToken);
        return new(rows.ConvertAll(row => new ListedItem(row.Item, row.Price)), total, query.Page, query.PageSize);
    }

    /// <summary>The item with that id, or null.</summary>
    public async Task<ListedItem?> GetAsync(int itemId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var row = await WithPrices(db, db.Items.Where(item => item.ItemId == itemId)).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : new(row.Item, row.Price);
    }

    private static IQueryable<Row> Matching(PriceStreamDb db, ItemQuery query)
    {
        IQueryable<ItemRow> items = db.Items;
        if (query.Members is { } members)
        {
            items = items.Where(item => item.Members == members);
        }

        if (query.Search.Trim() is { Length: > 0 } text)
        {
            var pattern = "%" + text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_") + "%";
            var id = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
            items = items.Where(item => EF.Functions.Like(item.Name, pattern, "\\") || item.ItemId == id);
        }

        return WithPrices(db, items);
    }

    private static IQueryable<Row> WithPrices(PriceStreamDb db, IQueryable<ItemRow> items) =>
        from item in items.AsNoTracking()
        join latest in db.LatestPrices on item.ItemId equals latest.ItemId into prices
        from price in prices.DefaultIfEmpty()
        select new Row { Item = item, Price = price };

    // What has no value comes last, whichever the order; names break ties, so that pages never overlap.
    private static IQueryable<Row> Sorted(IQueryable<Row> rows, ItemQuery query) => query.Sort switch
    {
        ItemSort.High => By(rows, row => row.Price!.High, query.Descending),
        ItemSort.Low => By(rows, row => row.Price!.Low, query.Descending),
        // The Grand Exchange tax as in Prices/Margin, in SQL: 2 % of the high price rounded down, at most 5,000,000 gp.
        ItemSort.Margin => By(rows, row => row.Price!.High - row.Price.Low - (row.Price.High / 50 > 5_000_000 ? 5_000_000 : row.Price.High / 50), query.Descending),
        ItemSort.Limit => By(rows, row => (long?)row.Item.BuyLimit, query.Descending),
        ItemSort.Traded => By(rows, row => (row.Price!.HighTime ?? 0) > (row.Price.LowTime ?? 0) ? row.Price.HighTime : row.Price.LowTime, query.Descending),
        _ when query.Descending => rows.OrderByDescending(row => row.Item.Name).ThenBy(row => row.Item.ItemId),
        _ => rows.OrderBy(row => row.Item.Name).ThenBy(row => row.Item.ItemId),
    };

    private static IQueryable<Row> By(IQueryable<Row> rows, Expression<Func<Row, long?>> key, bool descending)
    {
        var isNull = Expression.Lambda<Func<Row, bool>>(
            Expression.Equal(key.Body, Expression.Constant(null, typeof(long?))), key.Parameters);
        var valuesFirst = rows.OrderBy(isNull);
        return (descending ? valuesFirst.ThenByDescending(key) : valuesFirst.ThenBy(key)).ThenBy(row => row.Item.Name).ThenBy(row => row.Item.ItemId);
    }

    private sealed class Row
    {
        public required ItemRow Item { get; init; }
        public LatestPriceRow? Price { get; init; }
    }
}
