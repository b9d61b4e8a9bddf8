namespace PriceStream.Web.Hosting;

/// <summary>How the log is written: one human-readable line an event, or one JSON object an event.</summary>
public enum LogFormat
{
    Text,
    Json,
}
