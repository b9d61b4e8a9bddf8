using StackExchange.Redis;

namespace PriceStream.Web.Settings;

/// <summary>The optional Redis server, which several rooms use.</summary>
[SettingsSection("ConnectionStrings")]
public sealed record RedisOptions : ICheckedOptions
{
    /// <summary>Empty when there is no server.</summary>
    public string Redis { get; init; } = "";

    /// <summary>Whether there is a server.</summary>
    public bool IsConfigured => ToConfiguration() is not null;

    public void Check(SettingsReader settings)
    {
        if (Redis.Length > 0 && ToConfiguration() is null)
        {
            settings.Reject(
                "ConnectionStrings:Redis",
                "a Redis address such as 'localhost:6379', with options such as 'password=…' after commas, "
                + "or a URL such as 'redis://:password@localhost:6379/0', with 'rediss' for TLS",
                secret: true);
        }
    }

    /// <summary>
    /// Returns the connection's configuration; null without a server. The site starts even if the server is down, and keeps connecting in
    /// the background.
    /// </summary>
    public ConfigurationOptions? ToConfiguration()
    {
        try
        {
            var configuration = RedisUrl.IsUrl(Redis) ? RedisUrl.Parse(Redis) : ParseList(Redis);
            if (configuration is not { EndPoints.Count: > 0 })
            {
                return null;
            }

            configuration.AbortOnConnectFail = false;
            return configuration;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return null; // without the exception, whose message may quote a password
        }
    }

    // The client would take the part of a password after its comma for one more address, and show it in its messages.
    private static ConfigurationOptions? ParseList(string text)
    {
        var parts = text.Split(',');
        var password = Array.FindIndex(parts, part => part.TrimStart().StartsWith("password", StringComparison.OrdinalIgnoreCase));
        var isCut = password >= 0 && parts.Skip(password + 1).Any(part => part.Length > 0 && !part.Contains('='));
        return isCut ? null : ConfigurationOptions.Parse(text);
    }
}
