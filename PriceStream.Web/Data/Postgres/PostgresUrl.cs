using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>
/// Reads <c>postgres://[user[:password]@]host[:port][,host[:port]…]/database[?sslmode=…]</c>, as PostgreSQL's own tools do
/// (https://www.postgresql.org/docs/current/libpq-connect.html). Npgsql has no URLs.
/// </summary>
internal static partial class PostgresUrl
{
    // PostgreSQL's name of a parameter, and Npgsql's.
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["channel_binding"] = "Channel Binding",
        ["target_session_attrs"] = "Target Session Attributes",
        ["load_balance_hosts"] = "Load Balance Hosts",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["keepalives"] = "TCP Keepalive",
        ["keepalives_idle"] = "TCP Keepalive Time",
        ["keepalives_interval"] = "TCP Keepalive Interval",
    };

    /// <summary>Whether it starts with one of PostgreSQL's schemes.</summary>
    public static bool IsUrl(string text) => Scheme().IsMatch(text);

    /// <summary>Returns null for a URL that cannot be used.</summary>
    /// <exception cref="ArgumentException">A parameter has a value that Npgsql does not accept.</exception>
    public static NpgsqlConnectionStringBuilder? Parse(string text)
    {
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        // The last one, because a password may contain an at sign, a slash or a question mark that should have been escaped.
        var at = rest.LastIndexOf('@');
        var (address, query) = Cut(rest[(at + 1)..], '?');
        var (hosts, database) = Cut(address, '/');
        var settings = new NpgsqlConnectionStringBuilder();
        if (hosts.Length > 0 && !TrySetHosts(settings, hosts))
        {
            return null;
        }

        if (at > 0)
        {
            var (user, password) = Cut(rest[..at], ':');
            Set(settings, "Username", user);
            Set(settings, "Password", password);
        }

        Set(settings, "Database", database);
        return TrySetParameters(settings, query) ? settings : null;
    }

    private static bool TrySetHosts(NpgsqlConnectionStringBuilder settings, string hosts)
    {
        var each = Uri.UnescapeDataString(hosts).Split(',');
        if (!Array.TrueForAll(each, IsHost))
        {
            return false;
        }

        if (each is [var only] && Port().Match(only) is { Success: true } port)
        {
            settings.Host = only[..port.Index];
            settings.Port = int.Parse(port.ValueSpan[1..], NumberStyles.None, CultureInfo.InvariantCulture);
        }
        else
        {
            settings.Host = string.Join(',', each);
        }

        return true;
    }

    private static bool IsHost(string host)
    {
        var port = Port().Match(host);
        return !port.Success ? host.Length > 0 && !host.EndsWith(':') : port.Index > 0
            && int.TryParse(port.ValueSpan[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and < 65536;
    }

    private static bool TrySetParameters(NpgsqlConnectionStringBuilder settings, string query)
    {
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(parameter, '=');
            if (!Parameters.TryGetValue(name, out var key) || value.Length == 0)
            {
                return false;
            }

            // PostgreSQL writes verify-full and Npgsql VerifyFull; each knows the other's read-write.
            Set(settings, key, name.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? value.Replace("-", "") : value);
        }

        return true;
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string key, string value)
    {
        if (value.Length > 0)
        {
            settings[key] = key switch
            {
                "TCP Keepalive" => value != "0",
                "Load Balance Hosts" => value == "random",
                _ => Uri.UnescapeDataString(value),
            };
        }
    }

    private static (string Before, string After) Cut(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }

    [GeneratedRegex("^postgres(?:ql)?://", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    // Not the last group of an IPv6 address in brackets.
    [GeneratedRegex(@":\d+$")]
    private static partial Regex Port();
}
