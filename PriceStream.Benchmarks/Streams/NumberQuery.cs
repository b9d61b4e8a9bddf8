using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Streaming;

namespace PriceStream.Benchmarks.Streams;

/// <summary>Which numbers a client of the stream asks for.</summary>
internal sealed record NumberQuery : StreamQuery
{
    [MaxLength(MaxTopics)]
    public int[]? Items { get; init; }

    public override int[]? Topics => Items;
}
