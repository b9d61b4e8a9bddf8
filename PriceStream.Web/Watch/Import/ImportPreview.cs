using PriceStream.Web.Items;

namespace PriceStream.Web.Watch.Import;

/// <summary>What a text would add to a list. Nothing has changed yet.</summary>
/// <param name="Format">What the text is, in words.</param>
/// <param name="Name">What the list is called there; empty for no name.</param>
/// <param name="Found">At most 200, each once.</param>
public sealed record ImportPreview(string Format, string Name, IReadOnlyList<Item> Found)
{
    /// <summary>How many further items a list has no room for.</summary>
    public int Beyond { get; init; }

    /// <summary>The first ones. The nearest names are looked up for these only.</summary>
    public IReadOnlyList<UnknownEntry> Unknown { get; init; } = [];

    public int UnknownCount { get; init; }

    /// <summary>The first names or ids that the game has, but not the Grand Exchange.</summary>
    public IReadOnlyList<string> NotTradeable { get; init; } = [];

    public int NotTradeableCount { get; init; }

    /// <summary>What the reader should know; null for nothing.</summary>
    public string? Note { get; init; }
}
