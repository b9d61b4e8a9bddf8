namespace PriceStream.Benchmarks.Streams;

/// <summary>Which part of a response <see cref="LoadConnection"/> reads.</summary>
internal enum HttpPart
{
    Headers,
    Raw,
    ChunkSize,
    ChunkData,
    ChunkEnd,
}
