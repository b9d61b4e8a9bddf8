using System.Buffers;
using System.Text;

namespace PriceStream.Web.Exports;

/// <summary>
/// Writes text as UTF-8 into a buffer. It neither waits nor flushes, so it may write where only asynchronous writing is allowed.
/// </summary>
internal sealed class BufferText(IBufferWriter<byte> output) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Encoding.UTF8.GetBytes(buffer, output);

    public override void Write(string? value) => Write(value.AsSpan());
}
