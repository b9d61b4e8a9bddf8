namespace PriceStream.Benchmarks.Streams;

/// <summary>The deliveries to all clients together.</summary>
/// <param name="Doubled">Duplicates, and updates out of order.</param>
internal readonly record struct DeliveryCheck(long Delivered, long Lost, long Doubled)
{
    public override string ToString() => $"delivered {Delivered}, lost {Lost}, doubled or out of order {Doubled}";
}
