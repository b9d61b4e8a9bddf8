using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Documents;

/// <summary>docs/operations.md quotes log lines, and this class finds the quotes in the code.</summary>
public sealed partial class QuotedLogTests
{
    private static readonly string Code =
        string.Concat(Repository.FilesUnder("PriceStream.Web", ".cs").Select(File.ReadAllText));

    [Fact]
    public void The_table_of_failures_quotes_what_the_site_logs()
    {
        var quotes = FailureRow().Matches(Repository.Read("docs/operations.md"))
            .SelectMany(row => Quote().Matches(row.Groups[1].Value))
            .SelectMany(quote => Omission().Split(quote.Groups[1].Value))
            .Select(part => part.Trim(' ', ',', '.', ':', '-'))
            .Where(part => part.Length > 0)
            .ToList();

        Assert.NotEmpty(quotes);
        Assert.All(quotes, quote => Assert.True(Code.Contains(quote, StringComparison.Ordinal), $"The site does not log '{quote}'"));
    }

    // | what happens | visitors see | the operator sees | then |
    [GeneratedRegex(@"^\|[^|\n]*\|[^|\n]*\|([^|\n]*)\|[^|\n]*\|$", RegexOptions.Multiline)]
    private static partial Regex FailureRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quote();

    // A document shortens a line with an ellipsis, or replaces a value by a word.
    [GeneratedRegex("…|DATE")]
    private static partial Regex Omission();
}
