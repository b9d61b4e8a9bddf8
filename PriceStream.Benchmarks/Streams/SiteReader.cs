using System.Globalization;
using System.Text;

namespace PriceStream.Benchmarks.Streams;

/// <summary>One client of the site, with the numbers and items of the updates that it received.</summary>
internal sealed class SiteReader
{
    private static readonly byte[] Id = [.. "id: "u8];
    private static readonly byte[] Update = [.. "data: {\"item_id\":"u8];
    private static readonly byte[] Connected = [.. "data: {\"client_id\":"u8];
    private static readonly byte[] Feed = [.. "data: {\"ts\":"u8];
    private int number;

    /// <summary>The number in the id that came with <c>connected</c>; null before that.</summary>
    public int? Start { get; private set; }

    public List<int> Numbers { get; } = [];
    public List<int> Items { get; } = [];

    public void Take(ReadOnlySpan<byte> line, FeedTimes feeds)
    {
        if (line.StartsWith(Id))
        {
            number = int.Parse(line[(line.IndexOf((byte)'-') + 1)..], CultureInfo.InvariantCulture);
        }
        else if (line.StartsWith(Update))
        {
            Numbers.Add(number);
            Items.Add(int.Parse(line[Update.Length..line.IndexOf((byte)',')], CultureInfo.InvariantCulture));
        }
        else if (line.StartsWith(Connected))
        {
            Start = number;
        }
        else if (line.StartsWith(Feed) && line.Contains((byte)'p'))
        {
            feeds.Take(long.Parse(Encoding.ASCII.GetString(line[Feed.Length..line.IndexOf((byte)',')]), CultureInfo.InvariantCulture));
        }
    }
}
