using System.Buffers;
using Microsoft.Extensions.Caching.Hybrid;

namespace PriceStream.Web.History;

/// <summary>The binary form of a history in Redis. The first byte is the format's version; other versions count as absent.</summary>
internal sealed class HistorySerializer : IHybridCacheSerializer<HistorySnapshot?>
{
    private const byte Version = 1;

    public HistorySnapshot? Deserialize(ReadOnlySequence<byte> source)
    {
        using var reader = new BinaryReader(new MemoryStream(source.ToArray()));
        if (reader.ReadByte() != Version || reader.ReadInt32() is var itemId && ChartPeriod.Of(reader.ReadString()) is not { } period)
        {
            return null;
        }

        period = period with { BucketSeconds = reader.ReadInt32() };
        var sampled = reader.ReadBoolean();
        var computedAt = reader.ReadInt64();
        var until = reader.ReadInt64();
        var lastEventId = reader.ReadString();
        var open = reader.ReadBoolean() ? new OpenBucket(reader.ReadInt64(), ReadSide(reader), ReadSide(reader)) : null;
        var points = new HistoryPoint[reader.ReadInt32()];
        for (var index = 0; index < points.Length; index++)
        {
            points[index] = new(reader.ReadInt64(), ReadNumber(reader), ReadNumber(reader), ReadNumber(reader), ReadNumber(reader));
        }

        return new(itemId, period, sampled, points, open, computedAt, until, lastEventId);
    }

    public void Serialize(HistorySnapshot? value, IBufferWriter<byte> target)
    {
        using var output = new MemoryStream();
        using (var writer = new BinaryWriter(output))
        {
            Write(writer, value!);
        }

        target.Write(output.ToArray());
    }

    private static void Write(BinaryWriter writer, HistorySnapshot history)
    {
        writer.Write(Version);
        writer.Write(history.ItemId);
        writer.Write(history.Period.Key);
        writer.Write(history.Period.BucketSeconds);
        writer.Write(history.Sampled);
        writer.Write(history.ComputedAt);
        writer.Write(history.Until);
        writer.Write(history.LastEventId);
        writer.Write(history.Open is not null);
        if (history.Open is { } open)
        {
            writer.Write(open.Time);
            Write(writer, open.High);
            Write(writer, open.Low);
        }

        writer.Write(history.Points.Count);
        foreach (var (time, high, low, highVolume, lowVolume) in history.Points)
        {
            writer.Write(time);
            Write(writer, high);
            Write(writer, low);
            Write(writer, highVolume);
            Write(writer, lowVolume);
        }
    }

    private static void Write(BinaryWriter writer, OpenSide side)
    {
        Write(writer, side.Price);
        writer.Write(side.TickSum);
        writer.Write(side.Ticks);
    }

    private static OpenSide ReadSide(BinaryReader reader) => new(ReadNumber(reader), reader.ReadInt64(), reader.ReadInt32());

    // Prices and volumes are never negative, so −1 can stand for null.
    private static void Write(BinaryWriter writer, long? number) => writer.Write7BitEncodedInt64((number ?? -1) + 1);

    private static long? ReadNumber(BinaryReader reader) => reader.Read7BitEncodedInt64() is > 0 and var number ? number - 1 : null;
}
