using System.Buffers;

namespace PriceStream.Web.Streaming;

/// <summary>What a stream is about: how its messages look, and the current state for a client whose past is gone.</summary>
/// <param name="Current">The newest message of each of the topics that has one, or of all for null.</param>
public sealed record StreamSnapshot<T>(StreamFormat<T> Format, Func<IReadOnlyCollection<int>?, IReadOnlyList<T>> Current)
{
    /// <summary>Writes <c>resync</c> and the current state.</summary>
    /// <param name="id">What the state stands for. It goes with the last frame, so that a client cut off before comes back without it and gets everything again.</param>
    /// <param name="reason">The data of the resync event.</param>
    public void WriteResync(IBufferWriter<byte> output, int[]? topics, bool html, string id, string reason)
    {
        var current = Current(topics);
        SseFrame.Write(output, current.Count == 0 ? id : null, "resync", reason);
        if (html && current.Count > 0 && Format.WriteFragment is { } writeFragment)
        {
            foreach (var message in current)
            {
                output.Write("data: "u8);
                writeFragment(output, message);
                output.Write("\n"u8);
            }

            output.Write("\n"u8);
        }

        for (var index = 0; index < current.Count; index++)
        {
            if (index == current.Count - 1)
            {
                SseFrame.Line(output, "id: ", id);
            }

            SseFrame.Line(output, "event: ", Format.EventName);
            output.Write("data: "u8);
            Format.WriteData(output, current[index]);
            output.Write("\n\n"u8);
        }
    }
}
