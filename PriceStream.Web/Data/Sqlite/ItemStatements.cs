using Microsoft.Data.Sqlite;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>SQLite's statement that stores the catalogue.</summary>
internal static class ItemStatements
{
    private const string Upsert = """
        INSERT INTO items (item_id, name, examine, icon, members, buy_limit, value, high_alch, low_alch, delisted_at)
        VALUES ($item, $name, $examine, $icon, $members, $limit, $value, $highAlch, $lowAlch, $delisted)
        ON CONFLICT (item_id) DO UPDATE SET
            name = excluded.name, examine = excluded.examine, icon = excluded.icon, members = excluded.members,
            buy_limit = excluded.buy_limit, value = excluded.value, high_alch = excluded.high_alch, low_alch = excluded.low_alch,
            delisted_at = excluded.delisted_at
        """;

    private static readonly string[] Parameters =
        ["$item", "$name", "$examine", "$icon", "$members", "$limit", "$value", "$highAlch", "$lowAlch", "$delisted"];

    public static void Save(WriteTransaction write, SqliteTransaction transaction, IEnumerable<ItemRow> items)
    {
        using var upsert = write.Connection.CreateCommand();
        (upsert.CommandText, upsert.Transaction) = (Upsert, transaction);
        foreach (var name in Parameters)
        {
            upsert.Parameters.AddWithValue(name, DBNull.Value);
        }

        foreach (var item in items)
        {
            object?[] values =
            [
                item.ItemId, item.Name, item.Examine, item.Icon, item.Members, item.BuyLimit, item.Value, item.HighAlch, item.LowAlch,
                item.DelistedAt,
            ];
            for (var index = 0; index < values.Length; index++)
            {
                upsert.Parameters[index].Value = values[index] ?? DBNull.Value;
            }

            upsert.ExecuteNonQuery();
        }
    }
}
