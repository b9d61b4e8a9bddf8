using System.Globalization;

namespace PriceStream.Web.Requests;

/// <summary>
/// Reads a request's parameters by name, each with what is allowed, and keeps every fault for one answer that names them all.
/// A parameter that is absent or empty has its default.
/// </summary>
public sealed class QueryReader(IQueryCollection query)
{
    private readonly Dictionary<string, string[]> faults = [];

    public IDictionary<string, string[]>? Faults => faults.Count == 0 ? null : faults;

    public string Text(string name, string fallback, int maxLength)
    {
        var text = Given(name) ?? fallback;
        return text.Length <= maxLength ? text : Refuse(name, $"must be at most {maxLength} characters", fallback);
    }

    public int WholeNumber(string name, int fallback, int from, int to)
    {
        var text = Given(name);
        return text is null ? fallback
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= from && value <= to ? value
            : Refuse(name, $"must be a whole number from {from} to {to}", fallback);
    }

    public bool? Switch(string name)
    {
        var text = Given(name);
        return text is null ? null : bool.TryParse(text, out var value) ? value : Refuse<bool?>(name, "must be true or false", null);
    }

    /// <summary>The value that one of the names stands for, in any case.</summary>
    public T OneOf<T>(string name, T fallback, IReadOnlyDictionary<string, T> allowed)
    {
        var text = Given(name);
        return text is null ? fallback
            : allowed.TryGetValue(text.ToLowerInvariant(), out var value) ? value
            : Refuse(name, $"must be one of {string.Join(", ", allowed.Keys)}", fallback);
    }

    /// <summary>Up to <paramref name="max"/> different positive integers separated by commas; null when absent.</summary>
    public int[]? Ids(string name, int max)
    {
        if (!query.TryGetValue(name, out var values))
        {
            return null;
        }

        var parts = string.Join(',', values.ToArray()).Split(',', max + 1);
        var ids = new HashSet<int>();
        var good = parts.Length <= max && parts.All(part => TryReadId(part.Trim(), out var id) && (ids.Add(id) || true));
        return good ? [.. ids] : Refuse<int[]?>(name, $"must be up to {max} positive integers separated by commas", null);
    }

    /// <summary>An id out of the path.</summary>
    public int Id(string name, string text) => TryReadId(text, out var id) ? id : Refuse(name, "must be a positive integer", 0);

    private static bool TryReadId(string text, out int id) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;

    private string? Given(string name) => query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;

    private T Refuse<T>(string name, string allowed, T fallback)
    {
        faults[name] = [allowed];
        return fallback;
    }
}
