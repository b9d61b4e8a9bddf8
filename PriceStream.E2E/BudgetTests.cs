using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>What a page may weigh.</summary>
public sealed partial class BudgetTests(BrowserFixture browser)
{
    // Brotli is what a published site sends over HTTPS.
    [Fact]
    public void All_of_our_own_script_is_under_16_KB_compressed()
    {
        var bytes = Scripts().Sum(script => Compressed(Encoding.UTF8.GetBytes(script)));
        Assert.InRange(bytes, 1, 16 * 1024);
    }

    // The Dockerfile deletes the comments. Browsers that do not take Brotli get gzip.
    [Fact]
    public void All_of_our_own_script_in_the_container_is_under_16_KB_even_with_gzip()
    {
        Assert.Contains(@"sed -i -E '/^[[:space:]]*(\/\/|\/\*\*|\*)/d' PriceStream.Web/wwwroot/js/*.js", Repository.Read("Dockerfile"));
        var bytes = Scripts().Select(script => Encoding.UTF8.GetBytes(Comments().Replace(script, "")))
            .Sum(script => Compressed(script, output => new GZipStream(output, CompressionLevel.SmallestSize)));
        Assert.InRange(bytes, 1, 16 * 1024);
    }

    [Theory]
    [InlineData("", 48)]
    [InlineData("items/4151/abyssal-whip?period=1y", 140)]
    public async Task A_first_visit_transfers_little(string path, int kilobytes)
    {
        await using var app = await Arrange.StartAsync();
        await Arrange.FillAsync(app, 4151);
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var answers = new List<IResponse>();
        tab.Page.Response += (_, answer) => answers.Add(answer);

        await tab.Page.GotoAsync(path);
        await tab.WaitForLiveAsync();

        // Compressed here: what a build that is not published serves of static files is hardly compressed.
        var transferred = 0;
        foreach (var answer in answers.Where(answer => !answer.Url.Contains("/stream?", StringComparison.Ordinal)).ToList())
        {
            transferred += Compressed(await answer.BodyAsync()) + 500; // about what its headers weigh
        }

        Assert.InRange(transferred, 1, kilobytes * 1024);
    }

    private static IEnumerable<string> Scripts() =>
        Directory.GetFiles(Path.Combine(Repository.WebFolder, "wwwroot", "js"), "*.js").Select(File.ReadAllText);

    private static int Compressed(byte[] bytes) =>
        Compressed(bytes, output => new BrotliStream(output, CompressionLevel.SmallestSize));

    private static int Compressed(byte[] bytes, Func<Stream, Stream> compression)
    {
        var output = new MemoryStream();
        using (var compressed = compression(output))
        {
            compressed.Write(bytes);
        }

        return output.ToArray().Length;
    }

    [GeneratedRegex(@"^\s*(//|/\*\*|\*).*\n", RegexOptions.Multiline)]
    private static partial Regex Comments();
}
