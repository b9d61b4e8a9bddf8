namespace PriceStream.Web.Hosting;

/// <summary>How the log is written: a line an event for people, or for programs.</summary>
public enum LogFormat
{
    Text,
    Json,
}
