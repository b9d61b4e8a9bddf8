namespace PriceStream.Benchmarks.Streams;

/// <summary>Receives every line of every stream, without its line break.</summary>
internal delegate void LineHandler(int client, ReadOnlySpan<byte> line);
