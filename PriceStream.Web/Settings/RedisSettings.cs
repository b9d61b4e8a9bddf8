using StackExchange.Redis;

namespace PriceStream.Web.Settings;

/// <summary>The optional Redis server, the one setting that several rooms read.</summary>
public static class RedisSettings
{
    private const string Key = "ConnectionStrings:Redis";

    /// <summary>
    /// How to reach Redis, from <c>ConnectionStrings:Redis</c>; null when none is set. The site starts and goes on without an answer:
    /// connecting goes on in the background.
    /// </summary>
    public static ConfigurationOptions? Read(SettingsReader settings)
    {
        var text = settings.Text(Key, "");
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            var options = ConfigurationOptions.Parse(text);
            if (options.EndPoints.Count > 0)
            {
                options.AbortOnConnectFail = false;
                return options;
            }
        }
        catch (ArgumentException)
        {
            // Refused below, with what is allowed.
        }

        settings.Refuse(Key, "a Redis address such as 'localhost:6379', with options such as 'password=…' after commas", secret: true);
        return null;
    }
}
