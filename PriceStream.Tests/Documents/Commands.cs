using System.Text.RegularExpressions;

namespace PriceStream.Tests.Documents;

/// <summary>The commands in the documents: the lines of their <c>sh</c> blocks, and the benchmarks that their tables run.</summary>
internal static partial class Commands
{
    public static IReadOnlyList<string[]> Blocks { get; } =
        [.. MarkdownFile.All.SelectMany(document => Block().Matches(document.Text))
            .Select(block => block.Groups[1].Value.Split('\n').Select(WithoutComment).Where(line => line.Length > 0).ToArray())];

    public static IReadOnlyList<string> BenchmarkVerbs { get; } =
        [.. MarkdownFile.All.SelectMany(document => Benchmark().Matches(document.Text))
            .Select(verb => verb.Groups[1].Value)
            .Where(verb => verb != Placeholder)
            .Distinct()];

    // Stands for any verb where a document explains how to run one.
    private const string Placeholder = "VERB";

    // A comment follows at least two spaces, or has the line to itself.
    private static string WithoutComment(string line) => Comment().Replace(line, "").TrimEnd();

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?:PriceStream\.Benchmarks|`…) -- (\w+)")]
    private static partial Regex Benchmark();

    [GeneratedRegex(@"(?:^|\s{2,})#\s.*$")]
    private static partial Regex Comment();
}
