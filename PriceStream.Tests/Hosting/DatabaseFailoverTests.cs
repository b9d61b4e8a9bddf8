using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Hosting;

namespace PriceStream.Tests.Hosting;

/// <summary>The read that discovers a broken database file.</summary>
public sealed class DatabaseFailoverTests
{
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task The_read_that_finds_the_database_broken_is_answered_from_memory(string method)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await BreakAsync(app);
        Assert.True(app.Services.GetRequiredService<StorageState>().CanRead); // nothing has noticed yet

        using var request = new HttpRequestMessage(new(method), "items/2/cannonball?period=1h");
        using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(app.Services.GetRequiredService<StorageState>().CanRead);
    }

    [Fact]
    public async Task A_read_that_fails_again_on_a_file_that_only_seemed_unwritable_is_answered_from_memory()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var storage = app.Services.GetRequiredService<StorageState>();
        var reads = 0;
        var failover = new DatabaseFailover(ReadAsync, storage);
        var context = new DefaultHttpContext { Request = { Method = HttpMethods.Get } };

        await failover.InvokeAsync(context);

        Assert.Equal((3, false), (reads, storage.CanRead));

        Task ReadAsync(HttpContext _)
        {
            reads++;
            return storage.CanRead
                ? throw new SqliteException("attempt to write a readonly database", SQLitePCL.raw.SQLITE_READONLY)
                : Task.CompletedTask;
        }
    }

    // As if another database had replaced the site's file.
    private static async Task BreakAsync(AppFactory app)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(app.Folder, "prices.db")}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "DROP TABLE ticks; DROP TABLE windows";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
