using Microsoft.EntityFrameworkCore;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Sqlite;

/// <summary>The file as the site leaves it.</summary>
public sealed class DatabaseSetupTests
{
    [Fact]
    public async Task The_file_has_a_write_ahead_log_so_that_readers_and_the_writer_do_not_block_each_other()
    {
        await using var app = await AppFactory.StartAsync();
        await using var db = await app.OpenDatabaseAsync();

        var mode = await db.Database.SqlQuery<string>($"SELECT journal_mode AS Value FROM pragma_journal_mode")
            .SingleAsync(TestContext.Current.CancellationToken);

        Assert.Equal("wal", mode);
    }
}
