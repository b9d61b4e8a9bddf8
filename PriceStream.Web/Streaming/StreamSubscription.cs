using System.Buffers;
using System.Text;

namespace PriceStream.Web.Streaming;

/// <summary>One client's place in the log: a cursor, its topics (null for all) and whether it wants HTML.</summary>
public sealed class StreamSubscription<T>(StreamHub hub, StreamSource<T> source, int[]? topics, bool html)
{
    private long cursor;
    private byte[]? seenNotice;
    private byte[]? seenHeartbeat = hub.Heartbeat;

    /// <summary>
    /// Writes <c>connected</c> and sets the cursor: after <paramref name="lastEventId"/> if the log still holds what follows it, else
    /// (with <c>resync</c> and the current state) at the head. Null is a client without a past, which starts at the head.
    /// </summary>
    public void Start(IBufferWriter<byte> output, string? lastEventId, string clientId, TimeSpan heartbeat, TimeSpan retry)
    {
        var head = hub.Last;
        var past = lastEventId is null ? head : hub.NumberOf(lastEventId);
        var known = past is { } number && hub.TryReadAfter(number, out _);
        SseFrame.Line(output, "retry: ", ((int)retry.TotalMilliseconds).ToString());
        // A client that is resynchronised has no id to come back with until it has the whole state.
        SseFrame.Write(output, known ? hub.IdOf(past!.Value) : null, "connected",
            $$"""{"client_id":"{{clientId}}","heartbeat_seconds":{{(int)heartbeat.TotalSeconds}},"last_event_id":"{{hub.IdOf(head)}}"}""");
        if (known)
        {
            cursor = past!.Value;
            return;
        }

        var reason = past is null ? "unknown id" : "too long ago";
        SseFrame.Write(output, null, "resync", $$"""{"reason":"{{reason}}","missed_seconds":null}""");
        WriteCurrent(output);
    }

    /// <summary>Writes everything between the cursor and the head, the newest notice and heartbeat. False when there was nothing.</summary>
    public bool WritePending(IBufferWriter<byte> output)
    {
        var wrote = WriteMessages(output);
        if (hub.Notice is { } notice && notice != seenNotice)
        {
            seenNotice = notice;
            output.Write(notice);
            wrote = true;
        }

        if (hub.Heartbeat is { } heartbeat && heartbeat != seenHeartbeat)
        {
            seenHeartbeat = heartbeat;
            output.Write(heartbeat);
            wrote = true;
        }

        return wrote;
    }

    private bool WriteMessages(IBufferWriter<byte> output)
    {
        if (!hub.TryReadAfter(cursor, out var ticks))
        {
            // Too slow: the log has moved past the cursor. The newest state stands for all that was missed.
            WriteCurrent(output);
            return true;
        }

        var written = 0;
        foreach (var tick in ticks)
        {
            written += tick.Write(output, cursor, topics, html);
            cursor = tick.Last;
        }

        return written > 0;
    }

    // Only the end carries the id: a client cut off in the middle comes back without it and gets the whole state again.
    private void WriteCurrent(IBufferWriter<byte> output)
    {
        cursor = hub.Last;
        var current = source.Current(topics);
        if (html && current.Count > 0 && source.Format.WriteFragment is { } writeFragment)
        {
            foreach (var message in current)
            {
                output.Write("data: "u8);
                writeFragment(output, message);
                output.Write("\n"u8);
            }

            output.Write("\n"u8);
        }

        foreach (var message in current)
        {
            SseFrame.Line(output, "event: ", source.Format.EventName);
            output.Write("data: "u8);
            source.Format.WriteData(output, message);
            output.Write("\n\n"u8);
        }

        Encoding.UTF8.GetBytes($"id: {hub.IdOf(cursor)}\n\n", output);
    }
}
