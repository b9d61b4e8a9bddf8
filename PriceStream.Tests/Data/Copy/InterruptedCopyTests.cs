using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Copy;
using PriceStream.Web.Data.Postgres;

namespace PriceStream.Tests.Data.Copy;

/// <summary>A copy that ends halfway goes on when it is asked for again.</summary>
public sealed class InterruptedCopyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("KILL")]
    [InlineData("INT")]
    public async Task What_was_copied_stays_and_what_has_changed_since_is_copied_again(string signal)
    {
        await using var copy = await CopyCase.CreateAsync();
        await InterruptAsync(copy, signal);
        var kept = (long)(await copy.AskAsync("SELECT count(*) FROM windows_5m"))!;
        Assert.InRange(kept, 1, long.MaxValue);
        var first = await copy.AskAsync("SELECT min(xmin::text) FROM windows_5m WHERE item_id = 2");

        copy.Change("DELETE FROM ticks WHERE time % 200 = 0");
        copy.Change("UPDATE windows SET high = 77 WHERE item_id = 4151");
        copy.Change("DELETE FROM items WHERE item_id = 30000");
        var (code, output, error) = await copy.RunAsync();

        Assert.True(code == 0, error);
        Assert.Contains("items 2\n", output, StringComparison.Ordinal);
        await copy.AssertEqualAsync();
        Assert.Equal("live", await copy.AskAsync("SELECT mode FROM site"));
        Assert.Equal(first, await copy.AskAsync("SELECT min(xmin::text) FROM windows_5m WHERE item_id = 2"));
    }

    [Fact]
    public async Task No_site_starts_on_half_a_copy()
    {
        await using var copy = await CopyCase.CreateAsync();
        await InterruptAsync(copy, "KILL");

        await using var site = PostgresDatabase.Open(copy.Target);
        var refused = await Assert.ThrowsAsync<DatabaseRefusedException>(() => site.Lifecycle.OpenAsync(null, Stop));

        Assert.Contains("has half a copy of real prices. Run --copy-to again", refused.Message, StringComparison.Ordinal);
        var (code, _, error) = await copy.RunAsync(settings: ("Upstream__Mode", "Demo"));
        Assert.Equal(2, code);
        Assert.Contains("there is no database", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_another_program_in_the_copied_tables_are_found_by_the_comparison()
    {
        await using var copy = await CopyCase.CreateAsync();
        await InterruptAsync(copy, "KILL");
        await copy.AskAsync("UPDATE windows_5m SET low = 1 WHERE item_id = 2; INSERT INTO ticks VALUES (123456, 86401, 1, 1)");

        var (code, _, error) = await copy.RunAsync();

        Assert.True(code == 0, error);
        await copy.AssertEqualAsync();
    }

    // Another program holds back one chunk, so that the copy waits there.
    private static async Task InterruptAsync(CopyCase copy, string signal)
    {
        await using (var target = new CopyTarget(PostgresConnection.Parse(copy.Target)!, isDemo: false, TimeProvider.System))
        {
            Assert.Empty(await target.PrepareAsync(Stop));
        }

        await using var other = new NpgsqlConnection(copy.Target + ";Pooling=false");
        await other.OpenAsync(Stop);
        await using var transaction = await other.BeginTransactionAsync(Stop);
        await using var hold = new NpgsqlCommand($"INSERT INTO copy_progress VALUES ('windows_5m', {4151 >> 7}, 0)", other);
        await hold.ExecuteNonQueryAsync(Stop);

        using var running = copy.Launch();
        const string Waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
        await Eventually.TrueAsync(async () => await copy.AskAsync(Waiting) is 1L, "the copy waits");
        await SiteProcess.RunAsync("kill", ["-" + signal, $"{running.Id}"]);
        var code = await running.EndAsync(TimeSpan.FromSeconds(20));
        if (signal == "INT")
        {
            Assert.Equal(2, code);
            Assert.Contains("Not copied: The copy was interrupted. The rows copied so far stay", running.Log, StringComparison.Ordinal);
        }
    }
}
