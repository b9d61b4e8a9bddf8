using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Documents;

/// <summary>One document of the repository.</summary>
/// <param name="Path">Relative to the repository's folder.</param>
internal sealed partial record MarkdownFile(string Path, string Text)
{
    /// <summary>Every document: those beside the README, then those in docs.</summary>
    public static IReadOnlyList<MarkdownFile> All { get; } =
        [.. Directory.EnumerateFiles(Repository.Folder, "*.md").Order(StringComparer.Ordinal)
            .Concat(Repository.FilesUnder("docs", ".md").Order(StringComparer.Ordinal))
            .Select(file => Read(System.IO.Path.GetRelativePath(Repository.Folder, file)))];

    /// <summary>The text without blocks of code.</summary>
    public string Prose => Fence().Replace(Text, "");

    public int WordCount => Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>The targets of its links and pictures that are in the repository.</summary>
    public IEnumerable<string> RelativeLinks =>
        Link().Matches(Prose).Select(link => link.Groups[1].Value).Where(target => !Absolute().IsMatch(target));

    /// <summary>The anchors of its headings, as GitHub makes them.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>();
            foreach (Match heading in Heading().Matches(Prose))
            {
                var anchor = AnchorOf(heading.Groups[1].Value);
                var unique = anchor;
                for (var repeat = 1; !anchors.Add(unique); repeat++)
                {
                    unique = $"{anchor}-{repeat}";
                }
            }

            return anchors;
        }
    }

    public static MarkdownFile Read(string path) => new(path, Repository.Read(path).ReplaceLineEndings("\n"));

    // Test data is named after this in failures.
    public override string ToString() => Path;

    // https://github.com/gjtorikian/html-pipeline/blob/v2.14.3/lib/html/pipeline/toc_filter.rb
    private static string AnchorOf(string heading) =>
        NotInAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z]+:", RegexOptions.IgnoreCase)]
    private static partial Regex Absolute();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
