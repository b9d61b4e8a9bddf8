using Npgsql;
using PriceStream.Tests.Documents;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Copy;

/// <summary>Backup and restore with PostgreSQL's own programs, with the options that the documents name.</summary>
public sealed class DumpTests
{
    [Fact]
    public async Task A_database_is_dumped_and_restored_over_a_later_one_as_documented()
    {
        await using var copy = await CopyCase.CreateAsync();
        Assert.Equal(0, (await copy.RunAsync()).Code);
        var name = new NpgsqlConnectionStringBuilder(copy.Target).Database!;
        var dump = Path.Combine(copy.Folder, "pricestream.dump");

        await CallAsync(copy, OptionsOf("pg_dump") + $" > {dump}");
        await copy.AskAsync($"""
            CREATE TABLE windows_1h_later PARTITION OF windows_1h FOR VALUES FROM ({CopyCase.Now * 2}) TO ({CopyCase.Now * 2 + 1});
            DELETE FROM ticks; UPDATE items SET name = 'changed'
            """);
        NpgsqlConnection.ClearAllPools();
        await CallAsync(copy, OptionsOf("pg_restore") + $" < {dump}");
        await CallAsync(copy, OptionsOf("psql") + " -d " + name);

        await copy.AssertEqualAsync();
        Assert.Equal("live", await copy.AskAsync("SELECT mode FROM site"));
        await using var site = await AppFactory.StartAsync(("ConnectionStrings:PriceStream", copy.Target));
        Assert.Contains("4151", (await site.GetJsonAsync("api/v1/prices/current?items=4151")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_documented_programs_create_a_user_and_a_database_that_take_a_copy()
    {
        await using var copy = await CopyCase.CreateAsync();
        var name = "own_" + new NpgsqlConnectionStringBuilder(copy.Target).Database!;
        await CallAsync(copy, $"createuser {name}"); // without --pwprompt, which reads from a terminal
        await CallAsync(copy, $"createdb --owner {name} {name}");
        await copy.AskAsync($"ALTER ROLE {name} PASSWORD 'right'");
        var settings = new NpgsqlConnectionStringBuilder(copy.Target) { Username = name, Password = "right", Database = name };

        var (code, _, error) = await copy.RunAsync(settings.ConnectionString);

        Assert.True(code == 0, error);
    }

    // The line without the container around it, for a server and a database of the test's own.
    private static string OptionsOf(string program)
    {
        var line = Commands.Blocks.SelectMany(block => block)
            .Single(line => line.Contains($"exec -T postgres {program} ", StringComparison.Ordinal));
        return line[line.IndexOf(program, StringComparison.Ordinal)..].Split([" > ", " < "], StringSplitOptions.None)[0]
            .Replace("-U pricestream", "", StringComparison.Ordinal);
    }

    private static async Task CallAsync(CopyCase copy, string command)
    {
        var settings = new NpgsqlConnectionStringBuilder(copy.Target);
        var (code, output) = await SiteProcess.RunAsync(
            "bash",
            ["-c", command.Replace("-Fc pricestream", "-Fc " + settings.Database, StringComparison.Ordinal)],
            ("PGHOST", settings.Host!), ("PGPORT", $"{settings.Port}"), ("PGUSER", PostgresServer.Superuser));
        Assert.True(code == 0, command + "\n" + output);
    }
}
