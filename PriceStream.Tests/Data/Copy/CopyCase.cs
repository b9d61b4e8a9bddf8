using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Copy;

namespace PriceStream.Tests.Data.Copy;

/// <summary>A SQLite file with odd values in every table, and an empty PostgreSQL database.</summary>
internal sealed class CopyCase : IAsyncDisposable
{
    public const long Now = FakeUpstream.Start;

    private const string Items = """
        SELECT item_id, name, examine, icon, members, buy_limit, value, high_alch, low_alch, delisted_at FROM items ORDER BY item_id
        """;

    private static readonly (string Source, string Target)[] Compared =
    [
        (Items, Items.Replace("members", "members::int", StringComparison.Ordinal)),
        Same("SELECT item_id, high, high_time, low, low_time FROM latest_prices ORDER BY item_id"),
        Same("SELECT item_id, time, high, low FROM ticks ORDER BY item_id, time"),
        Windows(300, "windows_5m"), Windows(3600, "windows_1h"), Windows(21_600, "windows_6h"), Windows(86_400, "windows_1d"),
        Same("SELECT step, time, items, rolled_into FROM fetched_windows ORDER BY step, time"),
        Same("SELECT item_id, step, fetched_at FROM fetched_series ORDER BY item_id, step"),
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pricestream-");

    private CopyCase(string target) => Target = target;

    /// <summary>The folder of the file.</summary>
    public string Folder => folder.FullName;

    public string File => Path.Combine(Folder, "prices.db");

    /// <summary>How to connect to the empty database.</summary>
    public string Target { get; }

    public static async Task<CopyCase> CreateAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.NotInstalled);
        var copy = new CopyCase(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync());
        DatabaseTemplate.CopyTo(copy.Folder, isDemo: false);
        copy.Change(Rows);
        return copy;
    }

    /// <summary>Runs statements on the file.</summary>
    public void Change(string sql) => TestDatabase.Read<long>(File, sql + "; SELECT 0");

    /// <summary>Runs <c>--copy-to</c>, by default to the empty database.</summary>
    public Task<(int Code, string Output, string Error)> RunAsync(string? target = null, params (string Key, string Value)[] settings)
    {
        var start = SiteProcess.Info(Folder);
        start.ArgumentList.Add(CopyCommand.Name);
        start.ArgumentList.Add(target ?? Target);
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return SiteProcess.RunAsync(start);
    }

    /// <summary>Starts the same command without waiting for its end.</summary>
    public LoggedProcess Launch()
    {
        var start = SiteProcess.Info(Folder);
        var settings = start.Environment.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
        return LoggedProcess.Start(["dotnet", .. start.ArgumentList, CopyCommand.Name, Target], settings);
    }

    /// <summary>Both have the same rows in every table.</summary>
    public async Task AssertEqualAsync()
    {
        await using var file = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=false");
        await using var server = new NpgsqlConnection(Target + ";Pooling=false");
        await file.OpenAsync();
        await server.OpenAsync();
        foreach (var (source, target) in Compared)
        {
            Assert.Equal(await ReadAsync(file, source), await ReadAsync(server, target));
        }
    }

    public Task<object?> AskAsync(string sql) => PostgresServer.RunAsync(Target, sql);

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static (string Source, string Target) Same(string sql) => (sql, sql);

    private static (string Source, string Target) Windows(int width, string table)
    {
        const string Columns = "item_id, time, high, low, high_volume, low_volume";
        return (
            $"SELECT {Columns}, rolled_up FROM windows WHERE step = {width} ORDER BY item_id, time",
            $"SELECT {Columns}, rolled_up::int FROM {table} ORDER BY item_id, time");
    }

    private static async Task<List<string>> ReadAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            var values = Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)
                .Select(value => value is DBNull ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture));
            rows.Add(string.Join('|', values));
        }

        Assert.NotEmpty(rows);
        return rows;
    }

    // Items of three chunks, one of which the catalogue lacks. Each width has rows of its whole retention, older ones, and a future one.
    private static readonly string Rows = $"""
        INSERT INTO items (item_id, name, examine, icon, members, buy_limit, value, high_alch, low_alch, delisted_at) VALUES
            (2, 'Ünï ''x'' 魔法 😀', 'line' || char(10) || 'two', 'Cannonball.png', 0, NULL, NULL, NULL, NULL, NULL),
            (4151, 'Abyssal whip', 'A weapon.', 'Abyssal whip.png', 1, 70, 120001, 72000, 48000, NULL),
            (30000, 'Gone', '', '', 1, 2147483647, 1099511627776, 9223372036854775807, 0, {Now - 9000});
        INSERT INTO latest_prices (item_id, high, high_time, low, low_time) VALUES
            (2, 9000000000000000000, {Now}, NULL, NULL), (4151, 1500000, {Now - 30}, 1480000, {Now - 40}), (30000, NULL, NULL, 1, 1);
        INSERT INTO ticks (item_id, time, high, low)
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 900)
            SELECT 4151, {Now} - i * 100, 1500000 + i, iif(i % 3 = 0, NULL, 1480000 - i) FROM n;
        INSERT INTO ticks (item_id, time, high, low) VALUES
            (2, 0, 5, NULL), (2, -7, NULL, 4), (2, {Now + 400_000_000}, 9, 9), (4151, 86400, 1, 1);
        INSERT INTO windows (item_id, step, time, high, low, high_volume, low_volume, rolled_up)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2400),
                widths (step) AS (VALUES (300), (3600), (21600), (86400)), ids (id) AS (VALUES (2), (4151), (99999))
            SELECT id, step, ({Now} / step - i) * step,
                iif(i % 7 = 0, NULL, 1000000 + i * id), iif(i % 5 = 0, NULL, 900000 - i), i, i * 3, i % 2
            FROM n, widths, ids WHERE i % 40 < 30;
        INSERT INTO windows (item_id, step, time, high, low, high_volume, low_volume, rolled_up)
            VALUES (2, 300, {Now + 30_000_000}, NULL, NULL, 9000000000000000000, 0, 0), (2, 86400, 0, 1, 1, 0, 0, 1);
        INSERT INTO fetched_windows (step, time, items, rolled_into)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
            SELECT 300, {Now} - i * 300, i, 3600 FROM n;
        INSERT INTO fetched_series (item_id, step, fetched_at) VALUES (2, 300, {Now}), (4151, 86400, {Now - 5})
        """;
}
