using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Writes the log to standard output, one line per event, with times in UTC.</summary>
public static class LogSetup
{
    private const string Time = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static void AddLog(this WebApplicationBuilder builder, SettingsReader settings)
    {
        if (settings.Bind<LogOptions>().Format == LogFormat.Json)
        {
            builder.Logging.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = Time;
            });
            return;
        }

        builder.Logging.AddSimpleConsole(text =>
        {
            text.SingleLine = true;
            text.UseUtcTimestamp = true;
            text.TimestampFormat = Time + " ";
        });
    }
}
