using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Postgres;

namespace PriceStream.Tests.Data.Postgres.Faults;

/// <summary>A start that cannot succeed until somebody changes something ends with code 1 and one line, without the password.</summary>
public sealed class RefusedStartTests
{
    [Theory]
    [InlineData("password", "refuses the user")]
    [InlineData("database", "has no database")]
    [InlineData("rights", "permission denied for schema public")]
    [InlineData("newer", "was made by a newer PriceStream")]
    public async Task It_says_what_to_do(string what, string because)
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var settings = await BreakAsync(database, what);
        await using var site = await BreakableSite.CreateAsync();
        site["ConnectionStrings__PriceStream"] = settings.ConnectionString;

        site.Launch();

        Assert.Equal(1, await site.EndAsync());
        var line = Assert.Single(site.Log.Split('\n'), line => line.Contains("PriceStream did not start: ", StringComparison.Ordinal));
        Assert.Contains(because, line, StringComparison.Ordinal);
        Assert.Contains(settings.Host!, line, StringComparison.Ordinal);
        Assert.Contains(settings.Database!, line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", site.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", site.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("fail: ", site.Log, StringComparison.Ordinal);
    }

    private static async Task<NpgsqlConnectionStringBuilder> BreakAsync(PostgresDatabase database, string what)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var user = $"start_{what}";
        await database.RunAsync($"CREATE ROLE {user} LOGIN PASSWORD 's3cret-right'; GRANT ALL ON ALL TABLES IN SCHEMA public TO {user}");
        (settings.Username, settings.Password) = (user, what == "password" ? "s3cret-wrong" : "s3cret-right");
        switch (what)
        {
            case "database":
                settings.Database = "nowhere";
                break;
            case "rights":
                settings.Database = "empty_" + settings.Database;
                await database.RunAsync($"CREATE DATABASE {settings.Database}");
                break;
            case "newer":
                await database.RunAsync($"INSERT INTO {PostgresDb.HistoryTable} VALUES ('20991231235959_Future', '11.0.0')");
                break;
        }

        return settings;
    }
}
