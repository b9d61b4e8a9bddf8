using System.Buffers;

namespace PriceStream.Web.Streaming;

/// <summary>The format of a stream's messages, and the current state for a client that has to resync.</summary>
/// <param name="Current">Returns the newest message of each of these topics that has one, or of all topics for null.</param>
public sealed record StreamSnapshot<T>(StreamFormat<T> Format, Func<IReadOnlyCollection<int>?, IReadOnlyList<T>> Current)
{
    /// <summary>Writes <c>resync</c> and the current state.</summary>
    /// <param name="id">
    /// The newest event id in the state. Only the last frame has it, so a client that is cut off earlier gets everything again.
    /// </param>
    public void WriteResync(IBufferWriter<byte> output, int[]? topics, bool html, string id, ResyncJson resync)
    {
        var current = Current(topics);
        var last = current.Count - 1;
        StreamFrames.WriteResync(output, last < 0 ? id : null, resync);
        if (html)
        {
            WriteFragments(output, current);
        }

        for (var index = 0; index <= last; index++)
        {
            StreamFrames.WriteMessage(output, index == last ? id : null, current[index], Format);
        }
    }

    private void WriteFragments(IBufferWriter<byte> output, IReadOnlyList<T> current)
    {
        if (current.Count == 0 || Format.WriteFragment is not { } writeFragment)
        {
            return;
        }

        foreach (var message in current)
        {
            StreamFrames.WriteFragment(output, message, writeFragment);
        }

        StreamFrames.EndFragments(output);
    }
}
