namespace PriceStream.Web.Requests;

/// <summary>Names separated by commas, in any case; each is kept once. The value is a text of the same form.</summary>
public sealed class NameListType(IEnumerable<object?> names) : ParameterType
{
    private readonly NameType one = NameType.OfStrings(names);

    public IReadOnlyList<string> Names => one.Names;

    public override string Allowed => $"must be names separated by commas, of {string.Join(", ", Names)}";

    public override object? Read(string text)
    {
        // No list of known names is longer than all of them.
        var parts = text.Split(',', Names.Count + 1);
        var read = parts.Select(part => (string?)one.Read(part.Trim())).ToList();
        return parts.Length > Names.Count || read.Contains(null) ? null : string.Join(',', read.Distinct());
    }
}
