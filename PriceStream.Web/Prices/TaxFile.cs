using System.Collections.Frozen;
using System.Text.Json;

namespace PriceStream.Web.Prices;

/// <summary>
/// Reads further rules of the tax: <c>{"rules":[{"from":"2027-01-01T12:00:00Z","percent":3}]}</c>. A rule takes its cap and its exempt
/// items from the rule before it, unless it has its own.
/// </summary>
/// <param name="Rules">The rules, oldest first; none when there are errors.</param>
/// <param name="Errors">What the file must be instead. Each completes the sentence "allowed: …".</param>
internal sealed record TaxFile(IReadOnlyList<TaxRule> Rules, IReadOnlyList<string> Errors)
{
    private const int MaxBytes = 64 << 10;
    private const string Example = """{"rules":[{"from":"2027-01-01T12:00:00Z","percent":3}]}""";

    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    public static TaxFile Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MaxBytes)
            {
                return Wrong("a file of at most 64 KiB");
            }

            using var document = JsonDocument.Parse(stream, Lenient);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            return Wrong($"a JSON file such as {Example} (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1} is wrong)");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Wrong("the path of a file that this process can read");
        }
    }

    private static TaxFile Read(JsonElement root)
    {
        var isList = root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("rules", out var rules)
            && rules.ValueKind == JsonValueKind.Array
            && root.EnumerateObject().Count() == 1;
        if (!isList)
        {
            return Wrong($"a JSON file with a list named 'rules' and nothing else, such as {Example}");
        }

        var errors = new List<string>();
        var drafts = new List<TaxRuleDraft>();
        foreach (var (index, rule) in root.GetProperty("rules").EnumerateArray().Index())
        {
            var draft = TaxRuleDraft.Read(rule, $"rules[{index}]", errors);
            if (draft is not null && drafts.Any(other => other.From == draft.From))
            {
                errors.Add($"a file in which rules[{index}].from differs from that of every other rule");
            }

            drafts.AddRange(draft is null ? [] : [draft]);
        }

        return errors.Count > 0 ? new([], errors) : new(Complete(drafts), []);
    }

    private static List<TaxRule> Complete(IEnumerable<TaxRuleDraft> drafts)
    {
        var rules = new List<TaxRule>();
        foreach (var draft in drafts.OrderBy(draft => draft.From))
        {
            var before = GeTax.Known.Concat(rules).Where(rule => rule.From < draft.From).MaxBy(rule => rule.From) ?? TaxRule.None;
            rules.Add(new(
                draft.From,
                draft.BasisPoints,
                draft.Cap ?? before.Cap,
                draft.Exempt?.ToFrozenSet() ?? before.Exempt,
                draft.Source ?? "this site's administrator",
                draft.Checked));
        }

        return rules;
    }

    private static TaxFile Wrong(string allowed) => new([], [allowed]);
}
