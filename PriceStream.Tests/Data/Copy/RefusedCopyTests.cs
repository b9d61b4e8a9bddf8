using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Copy;

namespace PriceStream.Tests.Data.Copy;

/// <summary>What cannot be copied, or has been: exit code 2 and one line, without the password.</summary>
public sealed class RefusedCopyTests
{
    [Fact]
    public async Task A_complete_copy_and_a_sites_own_database_are_refused()
    {
        await using var copy = await CopyCase.CreateAsync();
        Assert.Equal(0, (await copy.RunAsync()).Code);
        await AssertRefusedAsync(copy, copy.Target, "has data of a site, from an earlier copy or of its own. Name an empty database");
        await copy.AssertEqualAsync();
    }

    [Fact]
    public async Task A_database_that_has_the_tables_and_no_rows_takes_a_copy()
    {
        await using var copy = await CopyCase.CreateAsync();
        var (code, _, error) = await copy.RunAsync(await PostgresDatabase.CreateEmptyAsync());
        Assert.True(code == 0, error);
    }

    [Fact]
    public async Task A_target_that_cannot_be_used_is_refused_without_its_password()
    {
        await using var copy = await CopyCase.CreateAsync();
        var settings = new NpgsqlConnectionStringBuilder(copy.Target);
        await PostgresServer.RunAsync(copy.Target, $"CREATE ROLE copier_{settings.Database} LOGIN PASSWORD 'right'");

        await AssertRefusedAsync(copy, "Data Source=s3cret.db", "--copy-to takes the connection string of a PostgreSQL database");
        await AssertRefusedAsync(copy, "Host=db;Password=s3cret", "--copy-to takes the connection string of a PostgreSQL database");
        await AssertRefusedAsync(copy, "nonsense s3cret", "--copy-to takes the connection string of a PostgreSQL database");
        settings.Password = "s3cret";
        settings.Username = "copier_" + settings.Database;
        await AssertRefusedAsync(copy, settings.ConnectionString, "password authentication failed");
        settings.Username = PostgresServer.Superuser;
        settings.Database = "missing";
        await AssertRefusedAsync(copy, settings.ConnectionString, "has no database missing");
        var closed = $"postgres://someone:s3cret@127.0.0.1:{RedisServer.FreePort()}/prices";
        await AssertRefusedAsync(copy, closed, "does not answer: Connection refused. The rows copied so far stay");
        Assert.Equal(0L, await copy.AskAsync("SELECT count(*) FROM pg_class WHERE relname IN ('items', 'copy_progress')"));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused()
    {
        await using var copy = await CopyCase.CreateAsync();
        await copy.AskAsync("CREATE TABLE items (theirs int)");
        await AssertRefusedAsync(copy, copy.Target, "has tables of another program: items");
    }

    [Fact]
    public async Task A_file_that_cannot_be_copied_is_refused()
    {
        await using var copy = await CopyCase.CreateAsync();
        copy.Change("INSERT INTO windows VALUES (2, 77, 0, 1, 1, 1, 1, 0)");
        await AssertRefusedAsync(copy, copy.Target, "the table windows of the file has 21603 rows, and only");
        copy.Change("DELETE FROM __EFMigrationsHistory WHERE MigrationId = (SELECT max(MigrationId) FROM __EFMigrationsHistory)");
        await AssertRefusedAsync(copy, copy.Target, "has the tables of another version. Start this version once");
        File.Delete(copy.File);
        await AssertRefusedAsync(copy, copy.Target, "there is no database");
    }

    [Fact]
    public async Task On_PostgreSQL_the_commands_of_a_file_name_what_to_use()
    {
        await using var copy = await CopyCase.CreateAsync();
        foreach (var (arguments, reason) in ((string[], string)[])
            [
                ([CopyCommand.Name, copy.Target], "--copy-to copies from a SQLite file"),
                ([BackupCommand.Name], "pg_dump"),
                ([RestoreCommand.Name, "some.db"], "pg_restore"),
            ])
        {
            var start = SiteProcess.Info(copy.Folder);
            start.Environment["ConnectionStrings__PriceStream"] = copy.Target + ";Password=s3cret";
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            AssertOneLine(await SiteProcess.RunAsync(start), reason);
        }
    }

    private static async Task AssertRefusedAsync(CopyCase copy, string target, string reason) =>
        AssertOneLine(await copy.RunAsync(target), reason);

    private static void AssertOneLine((int Code, string Output, string Error) result, string reason)
    {
        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", result.Error, StringComparison.Ordinal);
        var said = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(said, line => line.StartsWith("   at ", StringComparison.Ordinal));
        Assert.Contains(reason, said[^1], StringComparison.Ordinal);
    }
}
