using Microsoft.Extensions.Time.Testing;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>Each span of time has a partition, which is created by the first write and dropped by pruning.</summary>
public sealed class PartitionTests
{
    private const long Day = 86_400;
    private const long Noon = 1_795_867_200;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_creates_the_partitions_that_it_needs()
    {
        await using var database = await OpenAsync();
        await WriteTicksAsync(database, Noon, Noon - Day, Noon - Day + 1);

        Assert.Equal("ticks_20261127 ticks_20261128", await NamesAsync(database, "ticks"));
    }

    [Fact]
    public async Task What_is_much_older_than_the_newest_row_shares_one_partition()
    {
        await using var database = await OpenAsync();
        await WriteTicksAsync(database, Noon, Noon - 40 * Day, Noon - 300 * Day);
        await WriteTicksAsync(database, Noon - 3 * Day, Noon - Day);

        Assert.Equal("ticks_20261127 ticks_20261128 ticks_before_20261126", await NamesAsync(database, "ticks"));
        Assert.Equal(3L, await database.RunAsync("SELECT count(*) FROM ticks_before_20261126"));
    }

    [Fact]
    public async Task A_time_in_the_future_does_not_make_the_present_old()
    {
        await using var database = await OpenAsync();
        await WriteTicksAsync(database, Noon + 4000 * Day);
        await WriteTicksAsync(database, Noon);

        Assert.Contains("ticks_20261128", await NamesAsync(database, "ticks"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pruning_drops_partitions_that_lie_wholly_before_the_limit()
    {
        await using var database = await OpenAsync();
        await WriteTicksAsync(database, Noon, Noon - Day, Noon - 2 * Day, Noon - 40 * Day);
        await database.RunAsync("ANALYZE");
        var deleted = await database.Store.WriteAsync([new Prune([1], [(0, Noon - Day)])], null, Stop);

        Assert.Equal(2, deleted);
        Assert.Equal("ticks_20261127 ticks_20261128", await NamesAsync(database, "ticks"));
        Assert.Equal(2L, await database.RunAsync("SELECT count(*) FROM ticks"));

        await WriteTicksAsync(database, Noon - 9 * Day, Noon + 3 * Day, Noon - 2 * Day);
        Assert.Equal(
            "ticks_20261127 ticks_20261128 ticks_20261201 ticks_before_20261127", await NamesAsync(database, "ticks"));
    }

    [Fact]
    public async Task A_write_to_a_partition_that_was_dropped_creates_it_again()
    {
        await using var database = await OpenAsync();
        await WriteTicksAsync(database, Noon, Noon - Day);
        await database.Store.WriteAsync([new Prune([1], [(0, Noon - Day / 2)])], null, Stop);
        await WriteTicksAsync(database, Noon - Day);

        Assert.Equal(2L, await database.RunAsync("SELECT count(*) FROM ticks"));
    }

    [Fact]
    public async Task Instances_that_create_a_partition_at_the_same_moment_both_succeed()
    {
        await using var first = await OpenAsync();
        var others = Enumerable.Range(0, 8).Select(_ => PostgresDatabase.Open(first.ConnectionString, clock: Clock())).ToList();
        await Task.WhenAll(others.SelectMany((other, index) => Enumerable.Range(0, 5).Select(
            day => WriteTicksAsync(other, Noon + day * Day + index))));

        Assert.Equal(40L, await first.RunAsync("SELECT count(*) FROM ticks"));
        foreach (var other in others)
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_partition_is_created_beside_a_dump_and_another_write()
    {
        await using var database = await OpenAsync();
        await WriteTicksAsync(database, Noon);
        await using var other = await database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(Stop);
        await RunAsync(other, "SELECT count(*) FROM ticks");
        await RunAsync(other, $"INSERT INTO ticks VALUES (7, {Noon}, 1, 1)");
        await WriteTicksAsync(database, Noon + Day);

        Assert.Equal("ticks_20261128 ticks_20261129", await NamesAsync(database, "ticks"));
    }

    [Fact]
    public async Task A_partition_that_another_program_reads_is_dropped_the_next_time()
    {
        await using var database = await OpenAsync();
        await WriteTicksAsync(database, Noon, Noon - Day);
        await using (var dump = await database.ConnectAsync())
        {
            await using var transaction = await dump.BeginTransactionAsync(Stop);
            await RunAsync(dump, "SELECT count(*) FROM ticks");
            await database.Store.WriteAsync([new Prune([1], [(0, Noon - Day / 2)]), new MarkSeries(1, 300, 1)], null, Stop);
        }

        Assert.Equal("ticks_20261127 ticks_20261128", await NamesAsync(database, "ticks"));
        Assert.Equal(1L, await database.RunAsync("SELECT count(*) FROM fetched_series"));
        await database.Store.WriteAsync([new Prune([1], [(0, Noon - Day / 2)])], null, Stop);
        Assert.Equal("ticks_20261128", await NamesAsync(database, "ticks"));
    }

    private static FakeTimeProvider Clock() => new(DateTimeOffset.FromUnixTimeSeconds(Noon));

    private static Task<PostgresDatabase> OpenAsync(TimeProvider? clock = null) => PostgresDatabase.CreateAsync(clock ?? Clock());

    private static Task<int> WriteTicksAsync(PostgresDatabase database, params long[] times) => database.Store.WriteAsync(
        [new SavePrices([.. times.Select(time => new PriceUpdate(1, 10, time, null, null, true, false))])], null, Stop);

    private static async Task<string> NamesAsync(PostgresDatabase database, string table) => (string)(await database.RunAsync($"""
        SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), '') FROM pg_inherits JOIN pg_class ON oid = inhrelid
        WHERE inhparent = '{table}'::regclass
        """))!;

    private static async Task RunAsync(Npgsql.NpgsqlConnection connection, string sql)
    {
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
