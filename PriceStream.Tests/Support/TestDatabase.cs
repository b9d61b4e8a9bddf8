using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Tests.Support;

/// <summary>Reads a site's database directly.</summary>
internal static class TestDatabase
{
    public static async Task<SqliteDb> OpenDatabaseAsync(this AppFactory app) =>
        (SqliteDb)await app.Services.GetRequiredService<IDbContextFactory<PriceStreamDb>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);

    /// <summary>Runs statements on a file and returns the first value of the first result.</summary>
    public static T Read<T>(string file, string sql)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        using var connection = new SqliteConnection(settings.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }
}
