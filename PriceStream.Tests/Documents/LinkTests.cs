using PriceStream.Tests.Support;

namespace PriceStream.Tests.Documents;

/// <summary>The links between the documents work, and the README stays short.</summary>
public sealed class LinkTests
{
    private const int MostWordsOfReadme = 900;

    public static TheoryData<string> Documents => [.. MarkdownFile.All.Select(document => document.Path)];

    [Fact]
    public void The_README_is_short() =>
        Assert.InRange(MarkdownFile.Read("README.md").WordCount, 1, MostWordsOfReadme - 1);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_relative_link_leads_to_a_file_and_a_heading(string path) =>
        Assert.All(MarkdownFile.Read(path).RelativeLinks, link => AssertLeadsSomewhere(path, link));

    [Fact]
    public void Every_document_can_be_reached_from_the_README()
    {
        var reached = new HashSet<string> { "README.md" };
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var path))
        {
            var linked = MarkdownFile.Read(path).RelativeLinks
                .Select(link => TargetOf(path, link).File)
                .Where(file => file.EndsWith(".md", StringComparison.Ordinal));
            foreach (var file in linked.Where(reached.Add))
            {
                open.Enqueue(file);
            }
        }

        Assert.Empty(MarkdownFile.All.Select(document => document.Path).Except(reached));
    }

    [Theory]
    [InlineData("## Backup, restore, upgrade", "backup-restore-upgrade")]
    [InlineData("## The administrator's page", "the-administrators-page")]
    [InlineData("## All items: `/`", "all-items-")]
    [InlineData("## Start\n\n## Start", "start-1")]
    public void A_heading_has_the_same_anchor_as_on_GitHub(string text, string anchor) =>
        Assert.Contains(anchor, new MarkdownFile("page.md", text).Anchors);

    [Fact]
    public void Code_blocks_contain_neither_links_nor_headings()
    {
        var page = new MarkdownFile("page.md", "```sh\n# [a](b.md)\n```\n\n[c](d.md) [e](https://example.org/)");
        Assert.Empty(page.Anchors);
        Assert.Equal(["d.md"], page.RelativeLinks);
    }

    private static void AssertLeadsSomewhere(string path, string link)
    {
        var (file, anchor) = TargetOf(path, link);
        Assert.True(Path.Exists(Repository.PathOf(file)), $"{path} links to {link}, but there is no {file}");
        if (anchor.Length > 0)
        {
            Assert.True(MarkdownFile.Read(file).Anchors.Contains(anchor), $"{path} links to {link}, but {file} has no such heading");
        }
    }

    /// <summary>The file that a link of a document leads to, relative to the repository's folder, and the anchor in it.</summary>
    private static (string File, string Anchor) TargetOf(string path, string link)
    {
        var parts = link.Split('#', 2);
        var anchor = parts.ElementAtOrDefault(1) ?? "";
        if (parts[0].Length == 0)
        {
            return (path, anchor);
        }

        var file = Path.GetFullPath(Path.Combine(Repository.Folder, Path.GetDirectoryName(path)!, parts[0]));
        return (Path.GetRelativePath(Repository.Folder, file), anchor);
    }
}
