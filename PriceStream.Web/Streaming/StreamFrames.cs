using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PriceStream.Web.Streaming;

/// <summary>
/// Writes the text of Server-Sent Events; no other C# file does.
/// The format: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
/// </summary>
internal static class StreamFrames
{
    [ThreadStatic]
    private static Utf8JsonWriter? jsonWriter; // one per thread, because a new one is larger than the frame it writes

    /// <summary>
    /// Starts a frame with the delay before the next reconnect. htmx ignores the delay in a frame that has neither event nor data.
    /// </summary>
    public static void WriteRetry(IBufferWriter<byte> output, TimeSpan delay)
    {
        output.Write("retry: "u8);
        WriteNumber(output, (long)delay.TotalMilliseconds);
        output.Write("\n"u8);
    }

    /// <param name="id">Null when a resync follows: a client that is cut off before that must not return with an id.</param>
    public static void WriteConnected(IBufferWriter<byte> output, string? id, ConnectedJson connected)
    {
        WriteId(output, id);
        WriteEvent(output, "connected");
        WriteJson(output, connected, StreamJsonContext.Default.ConnectedJson);
        EndMessage(output);
    }

    public static void WriteResync(IBufferWriter<byte> output, string? id, ResyncJson resync)
    {
        WriteId(output, id);
        WriteEvent(output, "resync");
        WriteJson(output, resync, StreamJsonContext.Default.ResyncJson);
        EndMessage(output);
    }

    public static void WriteBye(IBufferWriter<byte> output, string reason)
    {
        WriteEvent(output, "bye");
        WriteJson(output, new ByeJson(reason), StreamJsonContext.Default.ByeJson);
        EndMessage(output);
    }

    /// <summary>Writes the whole response to a client that is not admitted.</summary>
    public static void WriteCapacity(IBufferWriter<byte> output, TimeSpan retry)
    {
        WriteRetry(output, retry);
        WriteEvent(output, "capacity");
        output.Write("{}"u8);
        EndMessage(output);
    }

    /// <summary>One array for all clients whose heartbeat is due.</summary>
    public static byte[] RenderHeartbeat(DateTimeOffset now)
    {
        var output = new ArrayBufferWriter<byte>(64);
        WriteEvent(output, "heartbeat");
        WriteJson(output, new HeartbeatJson(now.ToUnixTimeSeconds()), StreamJsonContext.Default.HeartbeatJson);
        EndMessage(output);
        return output.WrittenSpan.ToArray();
    }

    /// <param name="data">UTF-8 without a line break.</param>
    public static byte[] RenderNotice(string eventName, byte[] data)
    {
        var output = new ArrayBufferWriter<byte>(64 + data.Length);
        WriteEvent(output, eventName);
        output.Write(data);
        EndMessage(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A message of the log, with its id <c>EPOCH-NUMBER</c>.</summary>
    public static void WriteMessage<T>(IBufferWriter<byte> output, string epoch, long number, T message, StreamFormat<T> format)
    {
        output.Write("id: "u8);
        WriteText(output, epoch);
        output.Write("-"u8);
        WriteNumber(output, number);
        output.Write("\n"u8);
        WriteMessage(output, null, message, format);
    }

    /// <summary>A message of the current state.</summary>
    public static void WriteMessage<T>(IBufferWriter<byte> output, string? id, T message, StreamFormat<T> format)
    {
        WriteId(output, id);
        WriteEvent(output, format.EventName);
        format.WriteData(output, message);
        EndMessage(output);
    }

    /// <summary>One line of a frame of fragments; <see cref="EndFragments"/> ends that frame.</summary>
    public static void WriteFragment<T>(IBufferWriter<byte> output, T message, Action<IBufferWriter<byte>, T> writeFragment)
    {
        output.Write("data: "u8);
        writeFragment(output, message);
        output.Write("\n"u8);
    }

    public static void EndFragments(IBufferWriter<byte> output) => output.Write("\n"u8);

    private static void WriteId(IBufferWriter<byte> output, string? id)
    {
        if (id is null)
        {
            return;
        }

        output.Write("id: "u8);
        WriteText(output, id);
        output.Write("\n"u8);
    }

    private static void WriteEvent(IBufferWriter<byte> output, string name)
    {
        output.Write("event: "u8);
        WriteText(output, name);
        output.Write("\ndata: "u8);
    }

    private static void EndMessage(IBufferWriter<byte> output) => output.Write("\n\n"u8);

    private static void WriteText(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);

    private static void WriteNumber(IBufferWriter<byte> output, long number)
    {
        var span = output.GetSpan(20);
        Utf8Formatter.TryFormat(number, span, out var written);
        output.Advance(written);
    }

    private static void WriteJson<T>(IBufferWriter<byte> output, T value, JsonTypeInfo<T> type)
    {
        var json = jsonWriter ??= new(output);
        json.Reset(output);
        JsonSerializer.Serialize(json, value, type);
        json.Flush();
    }
}
