using System.Buffers;

namespace PriceStream.Web.Streaming;

/// <summary>Counts what is written to the output that it is set to.</summary>
internal sealed class CountingWriter : IBufferWriter<byte>
{
    private IBufferWriter<byte> output = null!;

    /// <summary>Bytes written since the output was set.</summary>
    public long Written { get; private set; }

    public void Set(IBufferWriter<byte> to)
    {
        output = to;
        Written = 0;
    }

    public void Advance(int count)
    {
        Written += count;
        output.Advance(count);
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);
}
