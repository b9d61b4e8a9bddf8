using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using PriceStream.Web.Streaming;

namespace PriceStream.Benchmarks.Streams;

/// <summary>The cost of this project's code for a tick of 1,600 updates, without Kestrel and the kernel.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class TickBenchmark
{
    private static readonly StreamFormat<int> Format = new(
        "price-update", number => number, (output, number) => Encoding.UTF8.GetBytes(StreamServer.Payload(number), output));

    private readonly int[] messages = [.. Enumerable.Range(0, 1600).Select(number => number * 3)];
    private readonly int[] asked = [.. Enumerable.Range(0, 50).Select(number => number * 90)];
    private readonly ArrayBufferWriter<byte> output = new(1 << 20);
    private readonly StreamBatch tick;

    public TickBenchmark() => tick = Render();

    [Benchmark]
    public StreamBatch Render() => StreamBatch.Render("6f1c2a3b", 1, default, 0, messages, Format);

    [Benchmark]
    public int WriteTheFiftyOfOneClient() => Write(asked);

    [Benchmark]
    public int WriteEverything() => Write(null);

    private int Write(int[]? topics)
    {
        output.ResetWrittenCount();
        return tick.Write(output, 0, topics, html: false);
    }
}
