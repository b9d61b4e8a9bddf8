using System.Text.Json.Nodes;

namespace PriceStream.Tests.OpenApi;

/// <summary>One operation of the document.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonObject Node)
{
    public IEnumerable<JsonObject> Parameters => (Node["parameters"]?.AsArray() ?? []).Select(parameter => parameter!.AsObject());

    public IReadOnlyList<string> NamesIn(string location) =>
        [.. Parameters.Where(parameter => (string)parameter["in"]! == location).Select(parameter => (string)parameter["name"]!)];

    /// <summary>Its URL with one parameter set, and an id in the path where it needs one.</summary>
    public string UrlWith(string name, string value)
    {
        var escaped = Uri.EscapeDataString(value);
        var path = Path.TrimStart('/');
        return path.Contains($"{{{name}}}", StringComparison.Ordinal)
            ? path.Replace($"{{{name}}}", escaped, StringComparison.Ordinal)
            : path.Replace("{id}", "2", StringComparison.Ordinal) + $"?{name}={escaped}";
    }

    public override string ToString() => $"{Method} {Path}";
}
