using PriceStream.Web.Market;
using PriceStream.Web.Watch;

namespace PriceStream.Web.Pages;

/// <summary>What a list says of itself to search engines and chats.</summary>
/// <param name="Title">Null for the site's own.</param>
/// <param name="About">What it shows, in a sentence.</param>
/// <param name="Path">The one address that stands for it: without filters, order, columns and page.</param>
public sealed record MarketHead(string? Title, string About, string Path)
{
    private const string Prices = "Old School RuneScape Grand Exchange prices, live, with the age of every number.";

    public static MarketHead Of(MarketForm form)
    {
        if (form.Shared is { } shared)
        {
            var items = shared.Ids.Count == 1 ? "1 item" : $"{shared.Ids.Count} items";
            var name = shared.Name.Length > 0 ? shared.Name : $"A list of {items}";
            return new(name, $"{items}. {Prices}", "?" + WatchAddress.Format(shared));
        }

        if (form.Query.HasSearch)
        {
            var search = MarketAddress.Empty.With("search", form.Query.Search);
            return new($"Search: {form.Query.Search}", $"Items that match “{form.Query.Search}”. {Prices}", search.ToString());
        }

        var preset = form.Preset;
        return preset == MarketPreset.Popular
            ? new(null, Prices, PathOf(preset))
            : new($"{preset.Title}: Grand Exchange prices", $"{preset.About} {Prices}", PathOf(preset));
    }

    /// <summary>The address of a preset; empty for the one that a bare address shows.</summary>
    public static string PathOf(MarketPreset preset) => preset == MarketPreset.Popular ? "" : $"?preset={preset.Key}";
}
