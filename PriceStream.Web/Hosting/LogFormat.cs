namespace PriceStream.Web.Hosting;

/// <summary>How each event of the log is written.</summary>
public enum LogFormat
{
    /// <summary>One human-readable line.</summary>
    Text,

    /// <summary>One JSON object on a line.</summary>
    Json,
}
