namespace PriceStream.Benchmarks.Streams;

/// <summary>The part of a response that <see cref="LoadConnection"/> is reading.</summary>
internal enum HttpPart
{
    Headers,
    Raw,
    ChunkSize,
    ChunkData,
    ChunkEnd,
}
