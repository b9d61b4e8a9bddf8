namespace PriceStream.Web.Requests;

/// <summary>One of a few names, in any case.</summary>
public sealed class NameType : ParameterType
{
    private readonly Dictionary<string, object> values;

    private NameType(IEnumerable<KeyValuePair<string, object>> values)
    {
        this.values = new(values, StringComparer.OrdinalIgnoreCase);
        Names = [.. this.values.Keys];
    }

    public IReadOnlyList<string> Names { get; }

    public override string Allowed => $"must be one of {string.Join(", ", Names)}";

    /// <summary>The members of an enum, by their names in lower case.</summary>
    public static NameType OfEnum(Type type) =>
        new(Enum.GetValues(type).Cast<object>().Select(value => KeyValuePair.Create(NameOf(value), value)));

    public static NameType OfStrings(IEnumerable<object?> names) =>
        new(names.Select(name => KeyValuePair.Create((string)name!, name!)));

    /// <summary>The name of an enum's member as a request writes it.</summary>
    public static string NameOf(object value) => value.ToString()!.ToLowerInvariant();

    public override object? Read(string text) => values.GetValueOrDefault(text);
}
