using Microsoft.Net.Http.Headers;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Cards;

/// <summary>A rendered card.</summary>
/// <param name="Png">The picture.</param>
/// <param name="Window">The five minutes for which it holds, counted from the Unix epoch.</param>
public sealed record PriceCard(byte[] Png, long Window)
{
    private const int WindowSeconds = 300;

    /// <summary>Identifies the picture.</summary>
    public EntityTagHeaderValue Tag { get; } = ContentTag.Of(Png);

    public static long WindowOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / WindowSeconds;
}
