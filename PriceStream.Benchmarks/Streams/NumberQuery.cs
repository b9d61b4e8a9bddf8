using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Streaming;

namespace PriceStream.Benchmarks.Streams;

/// <summary>The numbers that a client of the stream subscribes to.</summary>
internal sealed record NumberQuery : StreamQuery
{
    [MaxLength(MaxTopics)]
    public int[]? Items { get; init; }

    public override int[]? Topics => Items;
}
