using System.Buffers;

namespace PriceStream.Web.Streaming;

/// <summary>The HTML fragments of a batch, each rendered once a page needs it: most items of a batch are on no page.</summary>
internal sealed class RenderedFragments(int count, Func<int, byte[]> render)
{
    private byte[]?[]? lines;

    /// <summary>Null when pages get no fragments.</summary>
    public static RenderedFragments? Of<T>(T[] messages, StreamFormat<T> format) =>
        format.WriteFragment is { } write ? new(messages.Length, index => Render(messages[index], write)) : null;

    /// <summary>Writes one line of the frame of fragments.</summary>
    public void Write(IBufferWriter<byte> output, int index)
    {
        // Two loops may render the same line at the same time. Both get the same bytes, and one of them is kept.
        var rendered = lines ??= new byte[]?[count];
        output.Write(rendered[index] ??= render(index));
    }

    private static byte[] Render<T>(T message, Action<IBufferWriter<byte>, T> write)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        StreamFrames.WriteFragment(output, message, write);
        return output.WrittenSpan.ToArray();
    }
}
