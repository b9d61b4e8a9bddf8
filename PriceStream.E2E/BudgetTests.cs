using System.IO.Compression;
using Microsoft.Playwright;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>What a page may weigh.</summary>
public sealed class BudgetTests(BrowserFixture browser)
{
    // As browsers get it over HTTPS: published files are sent with Brotli.
    [Fact]
    public void All_of_our_own_script_is_under_16_KB_compressed()
    {
        var scripts = Directory.GetFiles(Path.Combine(Repository.WebFolder, "wwwroot", "js"), "*.js");
        var bytes = scripts.Sum(file => Compressed(File.ReadAllBytes(file)));
        Assert.InRange(bytes, 1, 16 * 1024);
    }

    [Theory]
    [InlineData("", 42)]
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

    private static int Compressed(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var brotli = new BrotliStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            brotli.Write(bytes);
        }

        return (int)output.Length;
    }
}
