namespace PriceStream.Benchmarks.Streams;

/// <summary>Receives every line of every stream, without its end.</summary>
internal delegate void LineHandler(int client, ReadOnlySpan<byte> line);
