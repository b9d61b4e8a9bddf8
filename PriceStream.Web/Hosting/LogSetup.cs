using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>One line an event, with its time in UTC, on standard output. Levels are in ASP.NET Core's own <c>Logging</c> section.</summary>
public static class LogSetup
{
    private const string Time = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static void AddLog(this WebApplicationBuilder builder, SettingsReader settings)
    {
        if (settings.OneOf("Logs:Format", LogFormat.Text) == LogFormat.Json)
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
