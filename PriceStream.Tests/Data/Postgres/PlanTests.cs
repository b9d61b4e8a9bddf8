using Microsoft.Extensions.Time.Testing;
using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Postgres;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>How the server runs each hot statement on filled tables.</summary>
public sealed class PlanTests
{
    private const long Noon = 1_795_867_200;
    private const int Items = 200;

    private static readonly (int Width, int Days)[] Filled = [(0, 1), (300, 7), (3600, 30), (21_600, 90), (86_400, 365)];

    private static readonly SemaphoreSlim Filling = new(1, 1);
    private static string? filled;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_items_ticks_are_index_only_scans() =>
        AssertIndexOnly(await ExplainAsync(HistoryStatements.Ticks, Of(17), Of(Noon - 86_400)), "ticks_", partitions: 2);

    [Theory]
    [InlineData(300, 7, 4)]
    [InlineData(300, 1, 1)]
    [InlineData(3600, 30, 2)]
    [InlineData(21_600, 90, 3)]
    [InlineData(86_400, 365, 2)]
    public async Task An_items_windows_are_index_only_scans_of_the_partitions_that_the_period_touches(int width, int days, int partitions)
    {
        var plan = await ExplainAsync(HistoryStatements.Windows(width), Of(17), Of(Noon - days * 86_400L), Of(long.MaxValue));

        AssertIndexOnly(plan, PostgresTable.Of(width).Name + "_", partitions);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 20)]
    [InlineData(int.MinValue, int.MaxValue)]
    public async Task The_windows_of_many_items_are_one_index_only_scan_each(int first, int last)
    {
        var plan = await ExplainAsync(HistoryStatements.WindowsOfItems(300), Of(first), Of(last), Of(Noon - 3600), Of(Noon));

        Assert.Matches(@"Index Only Scan using windows_5m_\d+_pkey", plan);
        Assert.DoesNotMatch("Seq Scan on windows", plan);
    }

    [Fact]
    public async Task Writes_find_what_they_replace_by_its_key()
    {
        foreach (var command in Writes())
        {
            var plan = await ExplainAsync(command.CommandText, [.. command.Parameters.Select(parameter => parameter.Clone())]);

            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
            Assert.Matches("Conflict Arbiter Indexes: |Index Scan using PK_fetched_windows|Index Scan using \"PK_fetched_windows\"", plan);
        }
    }

    private static IEnumerable<NpgsqlBatchCommand> Writes() =>
    [
        .. PriceStatements.Save([new PriceUpdate(1, 10, Noon, 9, Noon, true, true)]),
        .. from origin in Enum.GetValues<WindowOrigin>()
           from width in (int[])[300, 3600, 21_600, 86_400]
           from command in WindowStatements.Save([(1, new HistoryRow(Noon, width, 1, 1))], origin)
           select command,
        ImportStatements.Mark(new MarkWindow(300, Noon, 1)),
        ImportStatements.Mark(new MarkSeries(1, 300, Noon)),
        ImportStatements.Mark(new MarkRolledUp([(300, Noon, 3600)])),
    ];

    private static void AssertIndexOnly(string plan, string table, int partitions)
    {
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Bitmap", plan, StringComparison.Ordinal);
        Assert.DoesNotContain(" Index Scan", plan, StringComparison.Ordinal);
        Assert.Equal(partitions, plan.Split($"Index Only Scan using {table}2").Length - 1);
        Assert.Matches(@"Index Cond: \(\(item_id = '?17'?(::integer)?\) AND \(""time"" >= ", plan);
    }

    private static NpgsqlParameter Of(long value) => PostgresParameter.Of(value);

    private static NpgsqlParameter Of(int value) => PostgresParameter.Of(value);

    private static async Task<string> ExplainAsync(string sql, params NpgsqlParameter[] parameters)
    {
        await using var connection = new NpgsqlConnection(await FilledAsync());
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand("EXPLAIN " + sql, connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var lines = new List<string>();
        while (await reader.ReadAsync(Stop))
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }

    // One database for all plans, because filling it takes a second.
    private static async Task<string> FilledAsync()
    {
        await Filling.WaitAsync(Stop);
        try
        {
            return filled ??= await FillAsync();
        }
        finally
        {
            Filling.Release();
        }
    }

    private static async Task<string> FillAsync()
    {
        await using var database = await PostgresDatabase.CreateAsync(new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(Noon)));
        var items = Enumerable.Range(1, Items).Select(id => new ItemRow { ItemId = id, Name = "", Examine = "", Icon = "" });
        await database.Store.WriteAsync([new SaveItems([.. items])], null, Stop);
        foreach (var (width, days) in Filled)
        {
            await FillAsync(database, PostgresTable.Of(width), days);
        }

        await database.RunAsync(
            $"INSERT INTO fetched_windows SELECT 300, {Noon} - 300 * number, 1, 0 FROM generate_series(0, 9999) AS number");
        await database.RunAsync("VACUUM (ANALYZE)");
        return database.ConnectionString;
    }

    private static async Task FillAsync(PostgresDatabase database, PostgresTable table, int days)
    {
        await database.Partitions.EnsureAsync(table, [.. Enumerable.Range(0, days + 1).Select(day => Noon - day * 86_400L)], Stop);
        var step = table.Width == 0 ? 400 : table.Width;
        var columns = table.Width == 0 ? "1, 1" : "1, 1, 1, 1, false";
        await database.RunAsync($"""
            INSERT INTO {table.Name} SELECT item, {Noon} - {step}::bigint * number, {columns}
            FROM generate_series(0, {days * 86_400 / step}) AS number, generate_series(1, {Items}) AS item
            """);
    }
}
