using PriceStream.Web.Market;

namespace PriceStream.Web.Pages;

/// <summary>The address of a list: its parameters as text, without those that are absent or wrong. Relative to the site's base.</summary>
public sealed record MarketAddress(IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    public static readonly MarketAddress Empty = new([]);

    public string? Of(string name) => Parameters.FirstOrDefault(parameter => parameter.Key == name).Value;

    /// <summary>The address with another value of a parameter, or without it; of any other list, the first page comes first.</summary>
    public MarketAddress With(string name, string? text)
    {
        var others = Without(name, name == "page" ? name : "page").Parameters;
        return new(text is null ? others : [.. others, KeyValuePair.Create(name, text)]);
    }

    public MarketAddress Without(params string[] names) =>
        new([.. Parameters.Where(parameter => !names.Contains(parameter.Key))]);

    /// <summary>The same list without its preset: what that stands for is in the address, so that parts of it can be removed.</summary>
    public MarketAddress WithoutPreset(MarketPreset preset)
    {
        var address = With("preset", MarketPreset.Everything.Key);
        foreach (var filter in MarketFilter.All)
        {
            Add(filter.Name, filter.Limit(preset.Query) is { } limit ? filter.TextOf(limit) : null);
        }

        Add("basis", preset.Query.Basis);
        Add("sort", preset.Query.Sort);
        Add("cols", string.Join(',', preset.AllColumns));
        return address;

        void Add(string name, string? text)
        {
            if (text is not null && address.Of(name) is null)
            {
                address = address.With(name, text);
            }
        }
    }

    public override string ToString()
    {
        var query = Parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}");
        return "?" + string.Join('&', query).Replace("%2C", ",", StringComparison.Ordinal); // a comma needs no escape
    }
}
