using System.Text.Json.Nodes;

namespace PriceStream.Tests.Support;

/// <summary>One event of a stream. <paramref name="Id"/> is the last id that the client has read, with this event or before.</summary>
internal sealed record SseEvent(string Name, string Data, string? Id)
{
    public JsonNode Json => JsonNode.Parse(Data)!;
}
