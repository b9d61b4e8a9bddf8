using StackExchange.Redis;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>One tick as it lies in the Redis Stream.</summary>
internal readonly record struct RelayEntry(RedisValue Id, string Epoch, long First, DateTimeOffset At, ReadOnlyMemory<byte> Messages, ReadOnlyMemory<byte> State)
{
    public static RelayEntry Of(StreamEntry entry) => new(
        entry.Id, (string)entry["epoch"]!, (long)entry["first"], DateTimeOffset.FromUnixTimeMilliseconds((long)entry["at"]), (byte[])entry["messages"]!, (byte[])entry["state"]!);
}
