using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Postgres;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>What is wrong with the server, in words, and without a password.</summary>
public sealed class PostgresFailureTests
{
    private static readonly StoreWrite[] Write = [new MarkSeries(1, 300, 1)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_stopped_does_not_answer_and_answers_again()
    {
        await using var server = await PostgresServer.StartOnTcpAsync();
        await using var database = PostgresDatabase.Open(await server.CreateDatabaseAsync());
        await database.Lifecycle.OpenAsync(null, Stop);
        await database.Store.WriteAsync(Write, 1, Stop);
        Assert.StartsWith("PostgreSQL 1", database.Store.Description, StringComparison.Ordinal);

        await server.DieAsync();
        var (kind, reason) = await FailAsync(database);
        Assert.Equal(StorageFailureKind.Unreadable, kind);
        Assert.StartsWith($"PostgreSQL at 127.0.0.1:{server.Port}/prices1 does not answer: ", reason, StringComparison.Ordinal);
        Assert.Equal("PostgreSQL does not answer", PostgresFailures.PublicReason(reason, $"PostgreSQL at 127.0.0.1:{server.Port}/prices1"));
        await database.Lifecycle.InspectAsync(Stop);
        Assert.Equal(StorageFailureKind.Unreadable, database.State.Failure!.Kind);
        var failure = database.State.Failure;
        await Assert.ThrowsAsync<NpgsqlException>(() => database.Lifecycle.RecoverAsync(failure, Stop));

        await server.GoOnAsync();
        var done = await database.Lifecycle.RecoverAsync(failure, Stop);
        Assert.EndsWith($" at 127.0.0.1:{server.Port}/prices1 answers again", done, StringComparison.Ordinal);
        await database.Store.WriteAsync(Write, 1, Stop);
    }

    [Fact]
    public async Task A_database_that_was_away_at_the_start_is_set_up_when_it_is_back()
    {
        await using var server = await PostgresServer.StartOnTcpAsync();
        var connection = await server.CreateDatabaseAsync();
        await server.StopAsync();
        await using var database = PostgresDatabase.Open(connection);
        var exception = await Assert.ThrowsAsync<NpgsqlException>(() => database.Lifecycle.OpenAsync(null, Stop));
        Assert.Equal(StorageFailureKind.Unreadable, database.Store.Diagnose(exception)!.Value.Kind);

        await server.GoOnAsync();
        await database.Lifecycle.RecoverAsync(new(StorageFailureKind.Unreadable, "", "", default), Stop);
        await database.Store.WriteAsync(Write, 1, Stop);
    }

    [Theory]
    [InlineData("ALTER DATABASE {0} SET default_transaction_read_only = on", "{1} is read-only")]
    [InlineData("REVOKE ALL ON fetched_series FROM {2}", "{1} denies the right: permission denied for table fetched_series")]
    [InlineData("ALTER TABLE fetched_series RENAME TO other", "{1} lacks a table: relation \"fetched_series\" does not exist")]
    public async Task A_write_that_is_refused_says_why(string sql, string expected)
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var user = await LimitedUserAsync(database);
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = user, Password = "s3cret" };
        await database.RunAsync(string.Format(null, sql, settings.Database, "", user));
        await using var limited = PostgresDatabase.Open(settings.ConnectionString);

        var (_, reason) = await FailAsync(limited);
        Assert.Equal(string.Format(null, expected, "", $"PostgreSQL at {settings.Host}:5432/{settings.Database}"), reason);
        var isPublic = PostgresFailures.PublicReason(reason, $"PostgreSQL at {settings.Host}:5432/{settings.Database}");
        Assert.Equal(string.Format(null, expected, "", "PostgreSQL").Split(": ")[0], isPublic);
    }

    [Fact]
    public async Task A_lock_of_another_program_is_named_after_three_seconds()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var other = await database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(Stop);
        await RunAsync(other, "LOCK TABLE fetched_series");

        var (kind, reason) = await FailAsync(database);
        Assert.Equal(StorageFailureKind.Unwritable, kind);
        Assert.StartsWith("another program has locked a table of PostgreSQL at ", reason, StringComparison.Ordinal);

        await transaction.RollbackAsync(Stop);
        await database.Store.WriteAsync(Write, 1, Stop);
    }

    [Fact]
    public async Task A_statement_that_hangs_is_ended()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await database.RunAsync("""
            CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END';
            CREATE TRIGGER hang BEFORE INSERT ON fetched_series FOR EACH ROW EXECUTE FUNCTION hang()
            """);

        var (kind, reason) = await FailAsync(database);
        Assert.Equal(StorageFailureKind.Unwritable, kind);
        Assert.EndsWith(" takes too long", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_without_a_free_connection_is_named()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var small = PostgresDatabase.Open(database.ConnectionString + ";Maximum Pool Size=1;Timeout=1");
        await using var held = await small.Store.OpenHistoryAsync(Stop);

        var (kind, reason) = await FailAsync(small);
        Assert.Equal(StorageFailureKind.Unreadable, kind);
        Assert.StartsWith("every connection to PostgreSQL at ", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("53100", StorageFailureKind.Unwritable, "the disk of DB is full")]
    [InlineData("53300", StorageFailureKind.Unreadable, "DB has no free connection")]
    [InlineData("57P01", StorageFailureKind.Unreadable, "DB does not answer: message")]
    [InlineData("25P03", StorageFailureKind.Unreadable, "DB does not answer: message")]
    [InlineData("40001", StorageFailureKind.Unwritable, "another program blocks the writes to DB")]
    [InlineData("58030", StorageFailureKind.Unreadable, "DB does not answer: message")]
    [InlineData("XX001", StorageFailureKind.Unreadable, "DB has failed: message")]
    public void Each_code_has_a_reason(string code, StorageFailureKind kind, string reason)
    {
        var reported = new PostgresException("message", "ERROR", "ERROR", code);

        Assert.Equal((kind, reason), PostgresFailures.Of(new InvalidOperationException("", reported), "DB"));
    }

    [Fact]
    public void An_error_of_the_site_itself_is_no_failure_of_the_server()
    {
        Assert.Null(PostgresFailures.Of(new InvalidOperationException("x"), "DB"));
        Assert.Null(PostgresFailures.Of(new PostgresException("message", "ERROR", "ERROR", "42601"), "DB"));
        var canceled = new PostgresException("canceling statement due to user request", "ERROR", "ERROR", "57014");
        Assert.Null(PostgresFailures.Of(new OperationCanceledException("", canceled), "DB"));
    }

    private static async Task<(StorageFailureKind Kind, string Reason)> FailAsync(PostgresDatabase database)
    {
        var exception = await Record.ExceptionAsync(() => database.Store.WriteAsync(Write, 1, Stop));
        Assert.NotNull(exception);
        var found = database.Store.Diagnose(exception);
        Assert.NotNull(found);
        Assert.DoesNotContain("s3cret", found.Value.Reason, StringComparison.Ordinal);
        return found.Value;
    }

    private static async Task<string> LimitedUserAsync(PostgresDatabase database)
    {
        var user = "user_" + new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        await database.RunAsync($"""
            CREATE ROLE {user} LOGIN PASSWORD 's3cret';
            GRANT ALL ON ALL TABLES IN SCHEMA public TO {user}
            """);
        return user;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
