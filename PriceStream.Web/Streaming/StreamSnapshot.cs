using System.Buffers;

namespace PriceStream.Web.Streaming;

/// <summary>What a stream carries: the format of its messages, and the current state for a client that has to resync.</summary>
/// <param name="Current">Returns the newest message of each of these topics that has one, or of all topics for null.</param>
public sealed record StreamSnapshot<T>(StreamFormat<T> Format, Func<IReadOnlyCollection<int>?, IReadOnlyList<T>> Current)
{
    /// <summary>Writes <c>resync</c> and the current state.</summary>
    /// <param name="id">
    /// The id that the state stands for. It goes with the last frame: a client that is cut off earlier has no id and gets everything again.
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
