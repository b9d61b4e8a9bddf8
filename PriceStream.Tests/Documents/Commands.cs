using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Documents;

/// <summary>The README's commands: the lines of its <c>sh</c> blocks, and what its tables run of the benchmarks.</summary>
internal static partial class Commands
{
    public static IReadOnlyList<string[]> Blocks { get; } =
        [.. Block().Matches(Repository.Read("README.md"))
            .Select(block => block.Groups[1].Value.Split('\n').Select(WithoutComment).Where(line => line.Length > 0).ToArray())];

    public static IReadOnlyList<string> BenchmarkVerbs { get; } =
        [.. Benchmark().Matches(Repository.Read("README.md")).Select(verb => verb.Groups[1].Value).Distinct()];

    // A comment stands behind two spaces at least, or has the line to itself.
    private static string WithoutComment(string line) => Comment().Replace(line, "").TrimEnd();

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?:PriceStream\.Benchmarks|`…) -- (\w+)")]
    private static partial Regex Benchmark();

    [GeneratedRegex(@"(?:^|\s{2,})#\s.*$")]
    private static partial Regex Comment();
}
