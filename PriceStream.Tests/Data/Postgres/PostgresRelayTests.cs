using System.Collections.Concurrent;
using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Postgres;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>The relay as a table of a real PostgreSQL server.</summary>
public sealed class PostgresRelayTests : IAsyncLifetime
{
    private const string Name = "live";
    private const string Epoch = "0a0a0a0a";

    private PostgresDatabase database = null!;
    private NpgsqlDataSource source = null!;
    private PostgresRelayTable table = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await PostgresDatabase.CreateAsync();
        source = NpgsqlDataSource.Create(database.ConnectionString);
        table = new(source);
        await JoinAsync(Epoch, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task What_is_appended_is_read_in_order_and_the_head_follows()
    {
        await AppendAsync(first: 1, count: 3);
        await AppendAsync(first: 4, count: 0);
        await AppendAsync(first: 4, count: 2);

        var rows = await table.ReadAfterAsync(Name, 0, Cancellation);

        Assert.Equal([1, 4, 4], rows.Select(row => row.First));
        Assert.Equal([Epoch], rows.Select(row => row.Epoch).Distinct());
        Assert.Equal(1_700_000_000_001, rows[0].At);
        Assert.Equal("3 from 1", System.Text.Encoding.UTF8.GetString(rows[0].Messages));
        Assert.Equal((Epoch, 5), await JoinAsync(Epoch, 5));
        Assert.Equal([4], (await table.ReadAfterAsync(Name, rows[1].Id, Cancellation)).Select(row => row.First));
    }

    [Theory]
    [InlineData(Epoch, 3, 1)] // the last number again
    [InlineData(Epoch, 1, 1)]
    [InlineData(Epoch, 3, 0)] // a state from before
    [InlineData("0b0b0b0b", 4, 1)]
    public async Task Numbers_that_are_taken_and_other_epochs_are_refused(string epoch, long first, int count)
    {
        await AppendAsync(first: 1, count: 3);

        await Assert.ThrowsAsync<RelayBehindException>(() => AppendAsync(first, count, epoch));

        Assert.Single(await table.ReadAfterAsync(Name, 0, Cancellation));
        Assert.Equal((Epoch, 3), await JoinAsync(Epoch, 3));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_can_be_written_again()
    {
        await AppendAsync(first: 1, count: 3);
        await AppendAsync(first: 4, count: 0);

        await AppendAsync(first: 1, count: 3);
        await AppendAsync(first: 4, count: 0);

        Assert.Equal(2, (await table.ReadAfterAsync(Name, 0, Cancellation)).Count);
    }

    [Fact]
    public async Task A_publisher_may_skip_numbers_that_it_had_no_memory_for()
    {
        await AppendAsync(first: 1, count: 3);
        await AppendAsync(first: 10, count: 1);

        Assert.Equal((Epoch, 10), await JoinAsync(Epoch, 3));
    }

    [Fact]
    public async Task Publications_older_than_the_replay_window_are_deleted()
    {
        await AppendAsync(first: 1, count: 1);
        await database.RunAsync("UPDATE relay SET stored_at = now() - interval '16 min'");

        await AppendAsync(first: 2, count: 1);

        Assert.Equal([2], (await table.ReadAfterAsync(Name, 0, Cancellation)).Select(row => row.First));
    }

    [Fact]
    public async Task An_append_that_is_rolled_back_leaves_nothing()
    {
        await using (var connection = await source.OpenConnectionAsync(Cancellation))
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await PostgresRelayStatements.AppendAsync(connection, transaction, Entry(1, 1), Cancellation);
        }

        Assert.Empty(await table.ReadAfterAsync(Name, 0, Cancellation));
        Assert.Equal((Epoch, 0), await JoinAsync(Epoch, 0));
    }

    [Fact]
    public async Task A_read_returns_a_page_of_one_stream()
    {
        await JoinAsync(Epoch, 0, name: "demo");
        await AppendAsync(first: 1, count: 1, name: "demo");
        for (var first = 1; first <= PostgresRelayTable.Page + 1; first++)
        {
            await AppendAsync(first, count: 1);
        }

        var rows = await table.ReadAfterAsync(Name, 0, Cancellation);

        Assert.Equal(PostgresRelayTable.Page, rows.Count);
        Assert.Single(await table.ReadAfterAsync(Name, rows[^1].Id, Cancellation));
    }

    [Fact]
    public async Task Listeners_hear_of_every_publication()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var news = new ConcurrentQueue<bool>();
        var listening = table.ListenAsync(() => news.Enqueue(true), stop.Token);
        await Eventually.TrueAsync(() => news.Count == 1, "it listens");

        await AppendAsync(first: 1, count: 1);
        await Eventually.TrueAsync(() => news.Count == 2, "it hears of the publication");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    [Fact]
    public async Task A_listener_ends_when_the_server_does()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var own = await PostgresDatabase.CreateOnAsync(server);
        await using var pool = NpgsqlDataSource.Create(own.ConnectionString);
        var away = new PostgresRelayTable(pool);
        var news = new ConcurrentQueue<bool>();
        var listening = away.ListenAsync(() => news.Enqueue(true), Cancellation);
        await Eventually.TrueAsync(() => !news.IsEmpty, "it listens");

        await server.StopAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => listening);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => away.ReadAfterAsync(Name, 0, Cancellation));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => away.JoinAsync(Name, Epoch, 0, "ffffffff", false, Cancellation));
    }

    [Fact]
    public async Task The_first_instance_sets_the_epoch_and_the_others_get_it()
    {
        Assert.Equal(("0c0c0c0c", 7), await JoinAsync("0c0c0c0c", 7, name: "demo"));
        Assert.Equal(("0c0c0c0c", 7), await JoinAsync("0d0d0d0d", 0, name: "demo"));
    }

    [Fact]
    public async Task A_new_epoch_starts_when_the_database_has_lost_numbers_or_an_instance_has_diverged()
    {
        await AppendAsync(first: 1, count: 3);
        Assert.Equal(("0e0e0e0e", 0), await JoinAsync(Epoch, 4, next: "0e0e0e0e"));
        Assert.Equal(("0e0e0e0e", 0), await JoinAsync(Epoch, 4, next: "0f0f0f0f")); // only once

        Assert.Equal(("0f0f0f0f", 0), await JoinAsync("0e0e0e0e", 0, next: "0f0f0f0f", diverged: true));
    }

    private Task<(string Epoch, long Last)> JoinAsync(
        string epoch, long last, string next = "ffffffff", bool diverged = false, string name = Name) =>
        table.JoinAsync(name, epoch, last, next, diverged, Cancellation);

    private async Task AppendAsync(long first, int count, string epoch = Epoch, string name = Name)
    {
        await using var connection = await source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await PostgresRelayStatements.AppendAsync(
            connection, transaction, Entry(first, count) with { Epoch = epoch, Name = name }, Cancellation);
        await transaction.CommitAsync(Cancellation);
    }

    private static AppendToRelay Entry(long first, int count) => new(
        Name, Epoch, first, count, 1_700_000_000_000 + first, System.Text.Encoding.UTF8.GetBytes($"{count} from {first}"),
        "{}"u8.ToArray(), TimeSpan.FromMinutes(15));
}
