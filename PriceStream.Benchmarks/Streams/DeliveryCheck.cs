namespace PriceStream.Benchmarks.Streams;

/// <summary>What all clients together received.</summary>
/// <param name="Doubled">Also those that came out of order.</param>
internal readonly record struct DeliveryCheck(long Delivered, long Lost, long Doubled)
{
    public override string ToString() => $"delivered {Delivered}, lost {Lost}, doubled or out of order {Doubled}";
}
