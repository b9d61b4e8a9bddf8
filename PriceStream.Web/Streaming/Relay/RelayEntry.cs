using StackExchange.Redis;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>One batch in the Redis Stream.</summary>
/// <param name="First">The number of its first message.</param>
/// <param name="Messages">The output of <see cref="RelayFormat{T}.Write"/>.</param>
/// <param name="State">The publisher's state.</param>
internal readonly record struct RelayEntry(
    string Epoch, long First, DateTimeOffset At, ReadOnlyMemory<byte> Messages, ReadOnlyMemory<byte> State)
{
    public static RelayEntry Of(StreamEntry entry) => new(
        (string)entry["epoch"]!,
        (long)entry["first"],
        DateTimeOffset.FromUnixTimeMilliseconds((long)entry["at"]),
        (byte[])entry["messages"]!,
        (byte[])entry["state"]!);
}
