using Microsoft.Data.Sqlite;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Data;

/// <summary>The location of the database.</summary>
[SettingsSection("ConnectionStrings")]
public sealed record DatabaseOptions : ICheckedOptions
{
    private const string Key = "ConnectionStrings:PriceStream";

    public string PriceStream { get; init; } = "Data Source=data/pricestream.db";

    /// <summary>Returns the SQLite connection string; empty when the setting is wrong.</summary>
    public static string ReadConnectionString(SettingsReader settings)
    {
        var options = settings.Bind<DatabaseOptions>();
        if (settings.IsRejected(Key))
        {
            return "";
        }

        var builder = new SqliteConnectionStringBuilder(options.PriceStream);
        // The demo market's prices must never mix with real ones, so it keeps a file of its own beside them.
        if (settings.Peek("Upstream:Mode").Equals("Demo", StringComparison.OrdinalIgnoreCase))
        {
            builder.DataSource = Path.ChangeExtension(builder.DataSource, ".demo" + Path.GetExtension(builder.DataSource));
        }

        return builder.ConnectionString;
    }

    public void Check(SettingsReader settings)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(PriceStream);
            if (builder.DataSource is "" or ":memory:" || builder.Mode == SqliteOpenMode.Memory)
            {
                settings.Reject(Key, "a connection string that names a file, such as 'Data Source=data/pricestream.db'");
            }
        }
        catch (ArgumentException)
        {
            settings.Reject(Key, "a SQLite connection string such as 'Data Source=data/pricestream.db'");
        }
    }
}
