using System.Buffers;

namespace PriceStream.Web.Streaming;

/// <summary>The frames of a batch, serialised once for all clients into one array, so that a client of all topics needs one copy.</summary>
internal readonly struct RenderedFrames
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    private readonly byte[] bytes;
    private readonly int[] ends;

    private RenderedFrames(byte[] bytes, int[] ends) => (this.bytes, this.ends) = (bytes, ends);

    public int Count => ends.Length;

    /// <param name="first">The number of the first message; the others count on from it.</param>
    public static RenderedFrames Render<T>(string epoch, long first, T[] messages, StreamFormat<T> format)
    {
        var output = scratch ??= new(1 << 16);
        output.ResetWrittenCount();
        var ends = new int[messages.Length];
        for (var index = 0; index < messages.Length; index++)
        {
            StreamFrames.WriteMessage(output, epoch, first + index, messages[index], format);
            ends[index] = output.WrittenCount;
        }

        return new(output.WrittenSpan.ToArray(), ends);
    }

    public void Write(IBufferWriter<byte> output, int index)
    {
        var start = StartOf(index);
        output.Write(bytes.AsSpan(start, ends[index] - start));
    }

    public void WriteFrom(IBufferWriter<byte> output, int index) => output.Write(bytes.AsSpan(StartOf(index)));

    private int StartOf(int index) => index == 0 ? 0 : ends[index - 1];
}
