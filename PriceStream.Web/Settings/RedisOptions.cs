using StackExchange.Redis;

namespace PriceStream.Web.Settings;

/// <summary>The optional Redis server, which several rooms use.</summary>
[SettingsSection("ConnectionStrings")]
public sealed record RedisOptions : ICheckedOptions
{
    /// <summary>Empty when there is no server.</summary>
    public string Redis { get; init; } = "";

    public void Check(SettingsReader settings)
    {
        if (Redis.Length > 0 && ToConfiguration() is null)
        {
            settings.Reject(
                "ConnectionStrings:Redis",
                "a Redis address such as 'localhost:6379', with options such as 'password=…' after commas",
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
            var configuration = ConfigurationOptions.Parse(Redis);
            configuration.AbortOnConnectFail = false;
            return configuration.EndPoints.Count > 0 ? configuration : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
