using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Streaming;

/// <summary>The parameters of a stream. The room that owns the messages adds the parameter that names its topics.</summary>
[KnownParametersOnly]
public abstract record StreamQuery
{
    public const int MaxTopics = 200;
    public const int MaxIdLength = 4096;

    /// <summary>The topics to send; null for all.</summary>
    public abstract int[]? Topics { get; }

    /// <summary>The id of the last event that the client has. The stream continues after it; the header Last-Event-ID wins.</summary>
    [MaxLength(MaxIdLength)]
    public string After { get; init; } = "";

    /// <summary>
    /// The same as after, under the name that EventSource polyfills use. They keep the first URL, so this one wins over after.
    /// </summary>
    [FromQuery("lastEventId"), MaxLength(MaxIdLength)]
    public string LastEventIdInUrl { get; init; } = "";

    /// <summary>True adds HTML fragments that update the site's own pages.</summary>
    public bool Html { get; init; }

    /// <summary>The id of the last event that the client has. Browsers send it when they reconnect.</summary>
    [FromHeader("Last-Event-ID"), MaxLength(MaxIdLength)]
    public string LastEventId { get; init; } = "";

    /// <summary>The id after which the stream continues; null for a new stream.</summary>
    public string? Position => ((string[])[LastEventId, LastEventIdInUrl, After]).FirstOrDefault(id => id.Length > 0);
}
