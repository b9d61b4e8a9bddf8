using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Documents;

/// <summary>The files that docs/architecture.md names exist. RoomTests checks its table of rooms.</summary>
public sealed partial class ArchitectureTests
{
    [Fact]
    public void Every_file_that_the_document_names_exists() =>
        Assert.All(
            Paths().Matches(Repository.Read("docs/architecture.md")).Select(match => match.Groups[1].Value),
            path => Assert.True(Path.Exists(Path.Combine(Repository.WebFolder, path)), path));

    // Paths are relative to PriceStream.Web. A folder that is only planned has no extension.
    [GeneratedRegex(@"`([A-Za-z/-]+(?:\.cs|\.js|\.css))`")]
    private static partial Regex Paths();
}
