using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Postgres;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Data;

/// <summary>The location of the database.</summary>
[SettingsSection("ConnectionStrings")]
public sealed record DatabaseOptions : ICheckedOptions
{
    private const string Key = "ConnectionStrings:PriceStream";

    private const string Allowed = "a SQLite connection string that names a file, such as 'Data Source=data/pricestream.db', "
        + "or for PostgreSQL 'Host=…;Port=…;Username=…;Password=…;Database=…' or 'postgres://user:password@host:port/database'";

    public string PriceStream { get; init; } = "Data Source=data/pricestream.db";

    /// <summary>Whether the site shows the demo market.</summary>
    public static bool IsDemo(SettingsReader settings) => settings.Peek("Upstream:Mode").Equals("Demo", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns where the PostgreSQL database is; null for a SQLite file, or when the setting is wrong.</summary>
    public static PostgresConnection? ReadPostgres(SettingsReader settings)
    {
        var options = settings.Bind<DatabaseOptions>();
        return PostgresConnection.IsPostgres(options.PriceStream) && !settings.IsRejected(Key)
            ? PostgresConnection.Parse(options.PriceStream)
            : null;
    }

    /// <summary>Returns the SQLite connection string; empty when the setting is wrong, or for PostgreSQL.</summary>
    public static string ReadConnectionString(SettingsReader settings)
    {
        var options = settings.Bind<DatabaseOptions>();
        if (settings.IsRejected(Key) || PostgresConnection.IsPostgres(options.PriceStream))
        {
            return "";
        }

        var builder = new SqliteConnectionStringBuilder(options.PriceStream);
        // The demo market's prices must never mix with real ones, so it keeps a file of its own beside them.
        if (IsDemo(settings))
        {
            builder.DataSource = Path.ChangeExtension(builder.DataSource, ".demo" + Path.GetExtension(builder.DataSource));
        }

        return builder.ConnectionString;
    }

    public void Check(SettingsReader settings)
    {
        if (!IsUsable())
        {
            settings.Reject(Key, Allowed, secret: PostgresConnection.IsPostgres(PriceStream));
        }
    }

    private bool IsUsable()
    {
        if (PostgresConnection.IsPostgres(PriceStream))
        {
            return PostgresConnection.Parse(PriceStream) is not null;
        }

        try
        {
            var builder = new SqliteConnectionStringBuilder(PriceStream);
            return builder.DataSource is not ("" or ":memory:") && builder.Mode != SqliteOpenMode.Memory;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
