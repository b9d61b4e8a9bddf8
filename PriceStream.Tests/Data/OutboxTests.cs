using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Data.Sqlite;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Tests.Data;

/// <summary>The outbox in front of a real SQLite file, which a test can make fail.</summary>
public sealed class OutboxTests : IAsyncDisposable
{
    private const int Item = 4151;
    private const long Noon = 1_795_867_200;

    private readonly SqliteDatabase database = new();
    private readonly FailingStore store;
    private readonly StorageState state;

    public OutboxTests()
    {
        store = new(database.Store);
        state = new(store, TimeProvider.System, NullLogger<StorageState>.Instance);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_database_does_not_take_waits_in_order_and_is_stored_when_it_is_back()
    {
        using var outbox = Open();
        store.Fails = true;
        await SaveAsync(outbox, Noon, 100);
        await SaveAsync(outbox, Noon, 101); // the same second, reported again: the later report counts
        await SaveAsync(outbox, Noon + 60, 102);
        Assert.Equal((3L, true), (outbox.WaitingRows, state.Failure is not null));
        Assert.Empty(await ReadAsync());

        store.Fails = false;
        await SaveAsync(outbox, Noon + 120, 103); // goes behind those that wait, not past them
        Assert.Equal((4L, 0), (outbox.WaitingRows, (await ReadAsync()).Count));
        Assert.Equal(4, await outbox.FlushAsync([], Stop));

        Assert.Equal([(Noon, 101L), (Noon + 60, 102L), (Noon + 120, 103L)], await ReadAsync());
        Assert.Equal((0L, true), (outbox.WaitingRows, state.Failure is null));
        await SaveAsync(outbox, Noon + 180, 104);
        Assert.Equal((Noon + 180, 104L), (await ReadAsync())[^1]);
    }

    [Fact]
    public async Task If_the_database_fails_again_while_it_is_written_nothing_is_lost()
    {
        using var outbox = Open();
        store.Fails = true;
        await SaveAsync(outbox, Noon, 100);

        await Assert.ThrowsAsync<SqliteException>(() => outbox.FlushAsync([], Stop));
        Assert.Equal((1L, false), (outbox.WaitingRows, state.CanWrite));

        store.Fails = false;
        await outbox.FlushAsync([], Stop);
        Assert.Equal([(Noon, 100L)], await ReadAsync());
    }

    [Fact]
    public async Task When_the_buffer_is_full_its_oldest_rows_are_dropped_and_the_newest_prices_are_stored_from_memory()
    {
        using var outbox = Open();
        store.Fails = true;
        var many = new SavePrices([.. Enumerable.Range(10_000, 50_000).Select(id => new PriceUpdate(id, 1, Noon, 1, Noon, true, true))]);
        var writes = (int)(Outbox.MaxBytes / many.Bytes) + 1;
        await SaveAsync(outbox, Noon, 100);
        for (var write = 0; write < writes; write++)
        {
            await outbox.SaveAsync(many, Stop);
        }

        Assert.InRange(outbox.WaitingRows, 1, Outbox.MaxBytes / many.Bytes * many.Rows);
        store.Fails = false;
        await outbox.FlushAsync([new SavePrices([new(Item, 100, Noon, 90, Noon, false, false)])], Stop);

        Assert.DoesNotContain(await ReadAsync(), row => row.High == 100); // the oldest tick is dropped
        await using var db = database.CreateDbContext();
        Assert.Equal(100, db.LatestPrices.Single(price => price.ItemId == Item).High); // the newest price is not
    }

    [Fact]
    public async Task A_write_that_the_database_can_never_take_does_not_hold_up_the_others()
    {
        using var outbox = Open();
        store.Fails = true;
        await SaveAsync(outbox, Noon, 100);
        await outbox.SaveAsync(new AppendToRelay("live", "e", 1, 1, 0, default, default, TimeSpan.Zero), Stop); // SQLite has no relay
        await SaveAsync(outbox, Noon + 60, 101);

        store.Fails = false;
        await outbox.FlushAsync([], Stop);

        Assert.Equal([(Noon, 100L), (Noon + 60, 101L)], await ReadAsync());
    }

    [Fact]
    public async Task A_writer_whose_lease_has_passed_on_writes_nothing_and_drops_what_waits()
    {
        var (old, next) = (new WriterFence { IsRequired = true, Epoch = 5 }, new WriterFence { IsRequired = true, Epoch = 6 });
        using var late = Open(old);
        using var other = Open(next);
        store.Fails = true;
        await SaveAsync(late, Noon, 100);
        store.Fails = false;
        await other.FlushAsync([], Stop);
        await SaveAsync(other, Noon, 200);

        Assert.Equal(0, await late.FlushAsync([new SavePrices([new(Item, 1, Noon + 9, 1, Noon + 9, true, true)])], Stop));
        await Assert.ThrowsAsync<LeaseLostException>(() => SaveAsync(late, Noon + 60, 101));

        Assert.Equal([(Noon, 200L)], await ReadAsync());
        Assert.Equal((0L, 2L), (late.WaitingRows, late.Fenced));
    }

    [Fact]
    public async Task Without_the_lease_only_the_series_of_single_items_are_written()
    {
        using var outbox = Open(new WriterFence { IsRequired = true });
        List<(int, HistoryRow)> hour = [(Item, new(Noon, 3600, 100, 90, 1, 1))];

        await outbox.SaveAsync(new SaveWindows(hour, WindowOrigin.Series), Stop);
        await Assert.ThrowsAsync<LeaseLostException>(() => outbox.SaveAsync(new SaveWindows(hour, WindowOrigin.Bulk), Stop));
        await Assert.ThrowsAsync<LeaseLostException>(() => SaveAsync(outbox, Noon, 100));

        var test = (IStoreUnderTest)database;
        Assert.Single(await test.ReadAsync(Item, 3600, 0));
        Assert.Empty(await ReadAsync());
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private Outbox Open(WriterFence? fence = null) => new(store, state, fence ?? new(), NullLogger<Outbox>.Instance);

    private static Task SaveAsync(Outbox outbox, long time, long high) =>
        outbox.SaveAsync(new SavePrices([new(Item, high, time, null, null, HighIsNew: true, LowIsNew: false)]), Stop);

    private async Task<List<(long Time, long? High)>> ReadAsync()
    {
        var rows = await ((IStoreUnderTest)database).ReadAsync(Item, 0, 0);
        return rows.ConvertAll(row => (row.Time, row.High));
    }
}
