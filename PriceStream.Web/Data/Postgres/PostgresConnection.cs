using System.Data.Common;
using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Where the PostgreSQL database is and how to connect.</summary>
public sealed class PostgresConnection
{
    private const int ConnectSeconds = 5;
    private const int CommandSeconds = 10;
    private const int Connections = 20;
    private const int KeepaliveSeconds = 30;
    private const int HostRecheckSeconds = 2;
    private const int BufferBytes = 64 << 10;

    // A pooler that runs each transaction in another session loses settings of the session's start.
    private static readonly string[] Refused = ["Options", "Search Path"];

    private readonly NpgsqlConnectionStringBuilder settings;

    private PostgresConnection(NpgsqlConnectionStringBuilder settings) => this.settings = settings;

    /// <summary>With the password.</summary>
    public string ConnectionString => settings.ConnectionString;

    public string Database => settings.Database!;

    /// <summary>The name that the server knows this site by.</summary>
    public string User => settings.Username ?? Environment.UserName;

    /// <summary>HOST:PORT/DATABASE, with commas between several hosts and without the password.</summary>
    public string Place => $"{string.Join(',', settings.Host!.Split(',').Select(WithPort))}/{settings.Database}";

    /// <summary>Whether a connection string is meant for PostgreSQL.</summary>
    public static bool IsPostgres(string text) => PostgresUrl.IsUrl(text) || NamesHost(text);

    /// <summary>Returns null for a connection string that cannot be used.</summary>
    public static PostgresConnection? Parse(string text)
    {
        try
        {
            var given = PostgresUrl.IsUrl(text) ? PostgresUrl.Parse(text) : new(text);
            return given is { Host.Length: > 0, Database.Length: > 0 } && !Refused.Any(key => IsGiven(given, key)) && Array.TrueForAll(
                given.Host.Split(','), host => host.Trim().Length > 0) ? new(WithDefaults(given)) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            return null; // without the exception, whose message may quote a password
        }
    }

    // The keywords of SQLite name a file and never a host.
    private static bool NamesHost(string text) => text.Split(';').Select(part => part.Split('=')[0].Trim())
        .Any(key => key.Equals("Host", StringComparison.OrdinalIgnoreCase) || key.Equals("Server", StringComparison.OrdinalIgnoreCase));

    private static NpgsqlConnectionStringBuilder WithDefaults(NpgsqlConnectionStringBuilder given)
    {
        Default(given, "Timeout", ConnectSeconds);
        Default(given, "Command Timeout", CommandSeconds);
        Default(given, "Maximum Pool Size", Connections);
        Default(given, "Application Name", "PriceStream");
        Default(given, "Host Recheck Seconds", HostRecheckSeconds);
        // Few packets for a write, so that little of it can be on the way when this process is suspended.
        Default(given, "Write Buffer Size", BufferBytes);
        // A week of an item is 140 KB, and each packet that is awaited costs a switch of threads.
        Default(given, "Read Buffer Size", BufferBytes);
        // Nothing of a session outlives a transaction, so there is nothing to reset. Behind PgBouncer a reset would hit another session.
        Default(given, "No Reset On Close", true);
        if (!given.Host!.StartsWith('/')) // the folder of a Unix socket
        {
            Default(given, "TCP Keepalive", true);
            Default(given, "TCP Keepalive Time", KeepaliveSeconds);
        }

        if (given.Host.Contains(','))
        {
            Default(given, "Target Session Attributes", "primary");
        }

        return given;
    }

    private static void Default(NpgsqlConnectionStringBuilder given, string key, object value)
    {
        if (!IsGiven(given, key))
        {
            given[key] = value;
        }
    }

    // Npgsql's own answer is true for each keyword that it knows. In its string are only those that were given.
    private static bool IsGiven(NpgsqlConnectionStringBuilder given, string key) =>
        new DbConnectionStringBuilder { ConnectionString = given.ConnectionString }.ContainsKey(key);

    private string WithPort(string host)
    {
        var name = host.Trim();
        var hasPort = name.LastIndexOf(':') > name.LastIndexOf(']') && (name.StartsWith('[') || name.Count(letter => letter == ':') == 1);
        return hasPort ? name : $"{name}:{settings.Port}";
    }
}
