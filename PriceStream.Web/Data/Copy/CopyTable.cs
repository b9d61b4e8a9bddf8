using PriceStream.Web.Data.Postgres;
using static PriceStream.Web.Data.Copy.CopyType;

namespace PriceStream.Web.Data.Copy;

/// <summary>A table of PostgreSQL, and the rows of the file that it takes.</summary>
/// <param name="Source">The table of the file.</param>
/// <param name="Partitioned">Null for a small table, which is copied at once. The others are copied a chunk of items at a time.</param>
internal sealed record CopyTable(string Source, string Target, IReadOnlyList<CopyColumn> Columns, PostgresTable? Partitioned = null)
{
    // 128 ids. A chunk of five-minute windows then has at most 300,000 rows, which an interruption may lose.
    private const int ChunkBits = 7;

    private static readonly CopyColumn Item = new("item_id", Integer);
    private static readonly CopyColumn[] Prices = [new("time", Bigint), new("high", Bigint), new("low", Bigint)];
    private static readonly CopyColumn[] Volumes =
        [new("high_volume", Bigint), new("low_volume", Bigint), new("rolled_up", CopyType.Boolean)];

    public static readonly IReadOnlyList<CopyTable> All =
    [
        Small("items", Item, new("name", Text), new("examine", Text), new("icon", Text), new("members", CopyType.Boolean),
            new("buy_limit", Integer), new("value", Bigint), new("high_alch", Bigint), new("low_alch", Bigint), new("delisted_at", Bigint)),
        Small("latest_prices", Item, new("high", Bigint), new("high_time", Bigint), new("low", Bigint), new("low_time", Bigint)),
        .. PostgresTable.All.Select(ByItem),
        Small("fetched_windows", new("step", Integer), new("time", Bigint), new("items", Integer), new("rolled_into", Integer)),
        Small("fetched_series", Item, new("step", Integer), new("fetched_at", Bigint)),
    ];

    public string ColumnNames { get; } = string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>The condition that finds an item's rows in the file.</summary>
    public string OfItem { get; } = Partitioned is { Width: > 0 and var width } ? $"item_id = $item AND step = {width}" : "item_id = $item";

    /// <summary>The chunk that has an item's rows. It stays the same when items are added later.</summary>
    public int ChunkOf(int item) => Partitioned is null ? 0 : item >> ChunkBits;

    /// <summary>The items of a chunk: from the first up to and with the last.</summary>
    public static (int First, int Last) ItemsOf(int chunk) => (chunk << ChunkBits, (chunk << ChunkBits) + (1 << ChunkBits) - 1);

    private static CopyTable Small(string name, params CopyColumn[] columns) => new(name, name, columns);

    private static CopyTable ByItem(PostgresTable table) => table.Width == 0
        ? new("ticks", table.Name, [Item, .. Prices], table)
        : new("windows", table.Name, [Item, .. Prices, .. Volumes], table);
}
