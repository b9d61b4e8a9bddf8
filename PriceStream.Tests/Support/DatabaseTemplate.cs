using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Tests.Support;

/// <summary>
/// An empty database that has every migration. A site that starts on a copy has nothing to migrate, which saves much of its start.
/// </summary>
internal static class DatabaseTemplate
{
    private static readonly Lazy<byte[]> Content = new(Create);

    /// <summary>Puts a copy into a folder, under the name that the demo market's database or that of real prices has.</summary>
    public static void CopyTo(string folder, bool isDemo) =>
        File.WriteAllBytes(Path.Combine(folder, isDemo ? "prices.demo.db" : "prices.db"), Content.Value);

    private static byte[] Create()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-template-");
        var file = Path.Combine(folder.FullName, "prices.db");
        var options = new DbContextOptionsBuilder<SqliteDb>().UseSqlite($"Data Source={file};Pooling=False").Options;
        using (var db = new SqliteDb(options))
        {
            db.Database.Migrate();
        }

        var content = File.ReadAllBytes(file); // the last connection has emptied the log into it
        folder.Delete(recursive: true);
        return content;
    }
}
