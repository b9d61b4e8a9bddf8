using System.Text.Json.Nodes;

namespace PriceStream.Tests.Support;

/// <summary>
/// An upstream in which every item trades before each poll, each time for 1 gp more: at the nth poll for 1,000 + n gp.
/// </summary>
internal sealed class RisingPrices(int items)
{
    private long polls;
    private long traded;

    /// <summary>How many polls there have been.</summary>
    public long Polls => Interlocked.Read(ref polls);

    /// <summary>Makes an upstream answer with these items and prices.</summary>
    public void Arrange(FakeUpstream upstream)
    {
        upstream.Mapping = [.. Enumerable.Range(1, items).Select(Item)];
        upstream.Overrides["latest"] = context => FakeUpstream.Text(Next())(context);
    }

    private static JsonObject Item(int id) => new()
    {
        ["id"] = id,
        ["name"] = $"Item {id}",
        ["examine"] = "It is an item.",
        ["members"] = false,
        ["limit"] = 10,
        ["value"] = 1,
        ["highalch"] = 1,
        ["lowalch"] = 1,
        ["icon"] = "Item.png",
    };

    private string Next()
    {
        var poll = Interlocked.Increment(ref polls);
        // Of two trades in one second only the later is stored, and a second may have two polls.
        var now = traded = Math.Max(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), traded + 1);
        var rows = new JsonObject();
        for (var id = 1; id <= items; id++)
        {
            rows[id.ToString()] = FakeUpstream.Row(high: 1000 + poll, highTime: now, low: 900 + poll, lowTime: now);
        }

        return new JsonObject { ["data"] = rows }.ToJsonString();
    }
}
