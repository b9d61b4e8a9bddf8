using System.Text;
using Npgsql;
using static PriceStream.Web.Data.Postgres.PostgresParameter;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Saves the catalogue.</summary>
internal static class ItemStatements
{
    private const string Columns = "name, examine, icon, members, buy_limit, value, high_alch, low_alch, delisted_at";

    private const string Excluded = "excluded.name, excluded.examine, excluded.icon, excluded.members, excluded.buy_limit, excluded.value, "
        + "excluded.high_alch, excluded.low_alch, excluded.delisted_at";

    private const string Stored = "stored.name, stored.examine, stored.icon, stored.members, stored.buy_limit, stored.value, "
        + "stored.high_alch, stored.low_alch, stored.delisted_at";

    private const string Upsert = $"""
        INSERT INTO items AS stored (item_id, {Columns})
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (item_id) DO UPDATE SET ({Columns}) = ROW ({Excluded})
        WHERE ({Stored}) IS DISTINCT FROM ({Excluded})
        """;

    public static NpgsqlBatchCommand Save(IReadOnlyList<ItemRow> items)
    {
        // One statement may not update a row twice: of two rows of an item, the last counts.
        var rows = items.GroupBy(item => item.ItemId).Select(same => same.Last()).OrderBy(item => item.ItemId).ToList();
        return new(Upsert)
        {
            Parameters =
            {
                Column(rows, item => item.ItemId),
                Column(rows, item => Text(item.Name)), Column(rows, item => Text(item.Examine)), Column(rows, item => Text(item.Icon)),
                Column(rows, item => item.Members), Column(rows, item => item.BuyLimit), Column(rows, item => item.Value),
                Column(rows, item => item.HighAlch), Column(rows, item => item.LowAlch), Column(rows, item => item.DelistedAt),
            },
        };
    }

    // PostgreSQL takes neither a zero character nor half of a surrogate pair.
    private static string Text(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\0", "", StringComparison.Ordinal);
}
