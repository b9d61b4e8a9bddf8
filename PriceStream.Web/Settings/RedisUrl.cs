using System.Globalization;
using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace PriceStream.Web.Settings;

/// <summary>
/// Reads <c>redis://[user][:password]@host[:port][/database]</c>, or <c>rediss://</c> for TLS. The client's own format has no URLs: it
/// would take the whole URL, with the password, for a host name.
/// </summary>
internal static partial class RedisUrl
{
    private const int DefaultPort = 6379;

    /// <summary>Whether it starts with a scheme, such as <c>redis://</c>.</summary>
    public static bool IsUrl(string text) => Scheme().IsMatch(text);

    /// <summary>Returns null for a URL that cannot be used.</summary>
    public static ConfigurationOptions? Parse(string text)
    {
        var (scheme, rest) = Cut(text, text.IndexOf("://", StringComparison.Ordinal), separator: 3);
        if (scheme.ToLowerInvariant() is not ("redis" or "rediss"))
        {
            return null;
        }

        // The last one, because a password may contain an at sign, a slash or a number sign that should have been escaped.
        var (user, address) = Cut(rest, rest.LastIndexOf('@'), separator: 1);
        return Read(address, isSecure: scheme.Length > 5) is { } options && TrySetUser(options, user) ? options : null;
    }

    private static ConfigurationOptions? Read(string address, bool isSecure)
    {
        if (!Uri.TryCreate("redis://" + address, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Port == 0
            || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return null;
        }

        var database = uri.AbsolutePath.Trim('/');
        var number = 0;
        if (database.Length > 0 && !int.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return null;
        }

        var options = new ConfigurationOptions { DefaultDatabase = number, Ssl = isSecure };
        options.EndPoints.Add(uri.DnsSafeHost, uri.Port > 0 ? uri.Port : DefaultPort);
        return options;
    }

    // A name without a password is probably a password without its colon, and the client would send neither.
    private static bool TrySetUser(ConfigurationOptions options, string userInfo)
    {
        if (userInfo.Length == 0)
        {
            return true;
        }

        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        var password = colon < 0 ? "" : Uri.UnescapeDataString(userInfo[(colon + 1)..]);
        if (password.Length == 0)
        {
            return false;
        }

        options.Password = password;
        options.User = colon > 0 ? Uri.UnescapeDataString(userInfo[..colon]) : null;
        return true;
    }

    private static (string Before, string After) Cut(string text, int at, int separator) =>
        at < 0 ? ("", text) : (text[..at], text[(at + separator)..]);

    [GeneratedRegex("^[a-z][a-z0-9+.-]*://", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
