using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Postgres;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>Which databases a start sets up, and which it refuses.</summary>
public sealed class PostgresStartTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Instances_that_start_at_the_same_moment_on_an_empty_database_all_start()
    {
        var connection = await EmptyAsync();
        var sites = Enumerable.Range(0, 6).Select(_ => PostgresDatabase.Open(connection)).ToList();
        await Task.WhenAll(sites.Select(site => site.Lifecycle.OpenAsync(null, Stop)));

        await sites[0].Store.WriteAsync([new MarkSeries(1, 300, 1)], 1, Stop);
        Assert.Equal(1L, await sites[0].RunAsync($"SELECT count(*) FROM {PostgresDb.HistoryTable}"));
        foreach (var site in sites)
        {
            await site.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var settings = new NpgsqlConnectionStringBuilder(await EmptyAsync());
        await PostgresServer.RunAsync(settings.ConnectionString, $"CREATE ROLE wrong_{settings.Database} LOGIN PASSWORD 'right'");
        settings.Username = "wrong_" + settings.Database;
        settings.Password = "s3cret";

        await AssertRefusedAsync(settings, $"refuses the user {settings.Username}: password authentication failed");
        settings.Password = null;
        await AssertRefusedAsync(settings, $"needs a password for the user {settings.Username}.");
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_refused()
    {
        var settings = new NpgsqlConnectionStringBuilder(await EmptyAsync()) { Database = "nowhere" };

        await AssertRefusedAsync(settings, "has no database nowhere. Create it with createdb, or name another one");
    }

    [Fact]
    public async Task A_user_who_may_not_create_tables_is_refused()
    {
        var settings = new NpgsqlConnectionStringBuilder(await EmptyAsync());
        var user = "poor_" + settings.Database;
        await PostgresServer.RunAsync(settings.ConnectionString, $"CREATE ROLE {user} LOGIN PASSWORD 's3cret'");
        settings.Username = user;
        settings.Password = "s3cret";

        await AssertRefusedAsync(settings, $"denies the user {user} a right: permission denied for schema public");
    }

    [Fact]
    public void An_old_server_is_refused_with_both_versions()
    {
        var refused = Assert.Throws<DatabaseRefusedException>(() => PostgresRefusals.RefuseOld(new(14, 11), "db:5432/p"));

        Assert.StartsWith(
            "PostgreSQL at db:5432/p has the version 14.11, and this is PriceStream ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("needs PostgreSQL 15 or newer", refused.Message, StringComparison.Ordinal);
        PostgresRefusals.RefuseOld(new(15, 0), "db:5432/p");
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await database.RunAsync($"INSERT INTO {PostgresDb.HistoryTable} VALUES ('20991231235959_Future', '11.0.0')");

        await AssertRefusedAsync(
            new(database.ConnectionString), "was made by a newer PriceStream: it has the migration 20991231235959_Future");
    }

    [Fact]
    public async Task A_running_site_stays_beside_a_newer_version()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await database.Lifecycle.OpenAsync(null, Stop);
        await database.RunAsync($"INSERT INTO {PostgresDb.HistoryTable} VALUES ('20991231235959_Future', '11.0.0')");

        Assert.EndsWith(" answers again", await database.Lifecycle.RecoverAsync(null!, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_may_have_tables_of_another_program_unless_they_have_our_names()
    {
        var settings = new NpgsqlConnectionStringBuilder(await EmptyAsync());
        await PostgresServer.RunAsync(settings.ConnectionString, """
            CREATE TABLE accounts (id int); CREATE TABLE "__EFMigrationsHistory" (id int);
            CREATE TABLE items (id int); CREATE VIEW ticks AS SELECT 1
            """);
        await AssertRefusedAsync(settings, "has tables of another program: items, ticks. Create a database for this site");

        await PostgresServer.RunAsync(settings.ConnectionString, "DROP TABLE items; DROP VIEW ticks");
        await using var database = PostgresDatabase.Open(settings.ConnectionString);
        await database.Lifecycle.OpenAsync(null, Stop);
    }

    [Fact]
    public async Task Real_prices_and_those_of_the_demo_market_never_share_a_database()
    {
        var connection = await EmptyAsync();
        await using (var demo = PostgresDatabase.Open(connection, isDemo: true))
        {
            await demo.Lifecycle.OpenAsync(null, Stop);
            await demo.Lifecycle.OpenAsync(null, Stop);
        }

        await AssertRefusedAsync(new(connection), "has prices of the demo market, and real ones must not mix with them.");
    }

    private static async Task<string> EmptyAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.NotInstalled);
        return await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
    }

    private static async Task AssertRefusedAsync(NpgsqlConnectionStringBuilder settings, string because)
    {
        await using var database = PostgresDatabase.Open(settings.ConnectionString);
        var refused = await Assert.ThrowsAsync<DatabaseRefusedException>(() => database.Lifecycle.OpenAsync(null, Stop));

        Assert.Contains($"{settings.Host}:5432", refused.Message, StringComparison.Ordinal);
        Assert.Contains(settings.Database!, refused.Message, StringComparison.Ordinal);
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }
}
