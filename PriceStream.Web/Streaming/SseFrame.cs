using System.Buffers;
using System.Text;

namespace PriceStream.Web.Streaming;

/// <summary>Writes the lines of a frame. Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation</summary>
public static class SseFrame
{
    public static void Write(IBufferWriter<byte> output, string? id, string? eventName, string data)
    {
        if (id is not null)
        {
            Line(output, "id: ", id);
        }

        if (eventName is not null)
        {
            Line(output, "event: ", eventName);
        }

        Line(output, "data: ", data);
        output.Write("\n"u8);
    }

    public static void Line(IBufferWriter<byte> output, string field, string value)
    {
        Text(output, field);
        Text(output, value);
        output.Write("\n"u8);
    }

    public static void Text(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
