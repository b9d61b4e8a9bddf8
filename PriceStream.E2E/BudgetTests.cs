using System.IO.Compression;
using Microsoft.Playwright;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>What a page may weigh.</summary>
public sealed class BudgetTests(BrowserFixture browser)
{
    // Brotli is what a published site sends over HTTPS.
    [Fact]
    public void All_of_our_own_script_is_under_16_KB_compressed()
    {
        var bytes = Scripts().Sum(Compressed);
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

    // As the build makes them: without comments.
    private static IEnumerable<byte[]> Scripts() =>
        Directory.GetFiles(Path.Combine(Repository.WebFolder, "obj", "TrimmedScripts"), "*.js", SearchOption.AllDirectories)
            .Select(File.ReadAllBytes);

    private static int Compressed(byte[] bytes)
    {
        var output = new MemoryStream();
        using (var compressed = new BrotliStream(output, CompressionLevel.SmallestSize))
        {
            compressed.Write(bytes);
        }

        return output.ToArray().Length;
    }
}
