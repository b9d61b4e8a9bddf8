namespace PriceStream.Benchmarks.Streams;

/// <summary>The cost of one contender. Times are sorted and in milliseconds.</summary>
/// <param name="Allocated">Bytes on the managed heap.</param>
/// <param name="Times">From the publication of a round to a client.</param>
/// <param name="Slowest">From the publication of a round to the last client.</param>
internal sealed record CompareResult(
    string Name, ProcessCost Used, DeliveryCheck Updates, long Allocated, List<double> Times, List<double> Slowest)
{
    /// <summary>Memory of an idle stream.</summary>
    public double IdleKiB { get; init; }

    public override string ToString()
    {
        var perUpdate = 1e6 / Updates.Delivered;
        return $"{Name,-8} {Used.Cpu * perUpdate,6:0.00} µs ({Used.User * perUpdate:0.00} + {Used.System * perUpdate:0.00}); {Updates}; "
            + $"to a client p50 {Times.At(0.5):0} p99 {Times.At(0.99):0} ms, "
            + $"to the last of all median {Slowest.At(0.5):0} max {Slowest[^1]:0} ms; "
            + $"{Allocated * 1000.0 / Updates.Delivered:0} bytes allocated per 1,000; {IdleKiB:0.0} KiB an idle stream";
    }
}
