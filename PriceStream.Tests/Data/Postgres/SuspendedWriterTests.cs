using System.Net;
using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>Several writers at once, and one that stops halfway.</summary>
public sealed class SuspendedWriterTests
{
    private const long Noon = 1_795_867_200;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_writers_of_the_same_rows_in_different_orders_both_finish()
    {
        await using var first = await PostgresDatabase.CreateAsync();
        await using var second = PostgresDatabase.Open(first.ConnectionString);
        var rows = Enumerable.Range(1, 300).Select(item => (item, new HistoryRow(Noon, 300, item, 1, 1, 1))).ToList();
        rows.AddRange(Enumerable.Range(1, 300).Select(item => (item, new HistoryRow(Noon, 3600, item, 1, 1, 1))));
        var reversed = Enumerable.Reverse(rows).Select(row => (row.item, row.Item2 with { High = 7 })).ToList();

        await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(turn => (Task[])
        [
            first.Store.WriteAsync([new SaveWindows(rows, WindowOrigin.Bulk)], null, Stop),
            second.Store.WriteAsync(
                [new SaveWindows(reversed, WindowOrigin.Series), new SaveWindows(reversed, WindowOrigin.Bulk)], null, Stop),
        ]));

        Assert.Equal(600L, await first.RunAsync("SELECT (SELECT count(*) FROM windows_5m) + (SELECT count(*) FROM windows_1h)"));
    }

    // The server ends a transaction of which it has heard nothing for two seconds.
    [Fact]
    public async Task A_writer_that_stops_inside_a_transaction_does_not_hold_up_the_next()
    {
        await using var server = await PostgresServer.StartOnTcpAsync();
        var connection = await server.CreateDatabaseAsync();
        await using var next = PostgresDatabase.Open(connection);
        await next.Lifecycle.OpenAsync(null, Stop);
        await using var proxy = StallingProxy.To($"127.0.0.1:{server.Port}");
        await using var suspended = PostgresDatabase.Open(
            new NpgsqlConnectionStringBuilder(connection) { Port = IPEndPoint.Parse(proxy.Address).Port }.ConnectionString);
        await suspended.Store.WriteAsync([new MarkSeries(1, 300, 1)], 1, Stop);

        var late = await StopInsideAsync(proxy, next, suspended);
        await next.Store.WriteAsync([new MarkSeries(3, 300, 1)], 2, Stop);
        proxy.Flow();

        Assert.NotNull(next.Store.Diagnose((await Record.ExceptionAsync(() => late))!));
        await Assert.ThrowsAsync<LeaseLostException>(() => suspended.Store.WriteAsync([new MarkSeries(2, 300, 1)], 1, Stop));
        Assert.Equal("1 3", await next.RunAsync("SELECT string_agg(item_id::text, ' ' ORDER BY item_id) FROM fetched_series"));
    }

    // Its statements wait for a lock until nothing reaches it any more. Then they succeed, and the commit never comes.
    private static async Task<Task<int>> StopInsideAsync(StallingProxy proxy, PostgresDatabase next, PostgresDatabase suspended)
    {
        await using var other = await next.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(Stop);
        await using var command = new NpgsqlCommand("LOCK TABLE fetched_series", other);
        await command.ExecuteNonQueryAsync(Stop);
        var late = suspended.Store.WriteAsync([new MarkSeries(2, 300, 1)], 1, Stop);
        await Eventually.TrueAsync(() => CountAsync(next, "wait_event_type = 'Lock'"), "the writer waits");
        proxy.Stall();
        await transaction.RollbackAsync(Stop);
        await Eventually.TrueAsync(() => CountAsync(next, "state = 'idle in transaction'"), "the writer's transaction waits");
        return late;
    }

    private static async Task<bool> CountAsync(PostgresDatabase database, string condition) =>
        await database.RunAsync($"SELECT count(*) FROM pg_stat_activity WHERE {condition}") is 1L;
}
