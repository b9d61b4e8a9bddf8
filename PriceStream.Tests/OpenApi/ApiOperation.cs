using System.Text.Json.Nodes;

namespace PriceStream.Tests.OpenApi;

/// <summary>One operation of the document.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonObject Node)
{
    public IEnumerable<JsonObject> Parameters => (Node["parameters"]?.AsArray() ?? []).Select(parameter => parameter!.AsObject());

    public IReadOnlyList<string> NamesIn(string location) =>
        [.. Parameters.Where(parameter => (string)parameter["in"]! == location).Select(parameter => (string)parameter["name"]!)];

    /// <summary>Its URL with one parameter set, and an id where it needs another.</summary>
    public string UrlWith(string name, string value)
    {
        var escaped = Uri.EscapeDataString(value);
        var needed = NamesIn("query").Where(other => other != name && IsRequired(other)).Select(other => $"&{other}=2");
        var path = Path.TrimStart('/');
        return path.Contains($"{{{name}}}", StringComparison.Ordinal)
            ? path.Replace($"{{{name}}}", escaped, StringComparison.Ordinal)
            : path.Replace("{id}", "2", StringComparison.Ordinal) + $"?{name}={escaped}{string.Concat(needed)}";
    }

    private bool IsRequired(string name) =>
        Parameters.Any(parameter => (string)parameter["name"]! == name && (bool?)parameter["required"] == true);

    public override string ToString() => $"{Method} {Path}";
}
