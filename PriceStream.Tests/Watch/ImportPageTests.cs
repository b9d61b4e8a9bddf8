using System.Net;
using System.Text;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Watch;

/// <summary>An import is shown before it changes anything.</summary>
public sealed class ImportPageTests
{
    [Theory]
    [InlineData("add", "1511.4151.2", "/watch?list=Herbs")]
    [InlineData("replace", "4151.2", "/watch?was=1511&list=Herbs")]
    public async Task A_text_is_shown_first_and_then_added_or_put_in_place_of_the_list(string action, string list, string location)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        reader.SetList("1511");
        using var shown = await reader.ImportAsync("banktags,1,Herbs,4151,4151,-2,77777,995");
        Assert.Equal((HttpStatusCode.OK, "1511"), (shown.StatusCode, reader.List));
        var page = await Reader.DocumentOf(shown);
        var summary = page.QuerySelector("[data-testid=import-summary]")!.TextContent;
        Assert.Contains("2 found, 1 unknown, 1 not tradeable", summary, StringComparison.Ordinal);
        Assert.Contains("77777", page.QuerySelector("[data-testid=import-unknown]")!.TextContent, StringComparison.Ordinal);

        var button = page.QuerySelector($"button[name=do][value={action}]")!;
        using var done = await reader.SendAsync("watch/import", button.Closest("form")!, button);
        Assert.Equal((HttpStatusCode.SeeOther, location), (done.StatusCode, done.Headers.Location!.OriginalString));
        Assert.Equal(list, reader.List);
    }

    [Fact]
    public async Task A_name_that_is_nearly_right_is_offered_and_taken_when_ticked()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        using var shown = await reader.ImportAsync("Cannonball\nAbysal wip");
        var page = await Reader.DocumentOf(shown);
        page.QuerySelector("[data-testid=import-unknown] input[value='4151']")!.SetAttribute("checked", "");
        var button = page.QuerySelector("button[name=do][value=add]")!;
        using var done = await reader.SendAsync("watch/import", button.Closest("form")!, button);
        Assert.Equal("2.4151", reader.List);
    }

    [Fact]
    public async Task A_file_is_read_in_the_encoding_of_its_mark()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode])
        {
            using var shown = await reader.ImportAsync("", [.. encoding.GetPreamble(), .. encoding.GetBytes("Cannonball\r\nLogs\r\n")]);
            Assert.Equal("Cannonball, Logs", (await Reader.DocumentOf(shown)).QuerySelector("[data-testid=import-found]")!.TextContent);
        }
    }

    [Fact]
    public async Task Exactly_64_KiB_is_read_and_a_byte_more_is_refused()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        var most = "Cannonball\n" + new string('x', (64 << 10) - 11);
        foreach (var isFile in (bool[])[false, true])
        {
            using var read = await SendAsync(most);
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
            using var refused = await SendAsync(most + "x");
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
            await AssertErrorAsync(refused, "longer than 64 KiB");

            Task<HttpResponseMessage> SendAsync(string text) =>
                isFile ? reader.ImportAsync("", Encoding.ASCII.GetBytes(text)) : reader.ImportAsync(text);
        }

        using var whole = await reader.ImportAsync("", new byte[200 << 10]);
        await AssertErrorAsync(whole, "longer than 64 KiB");
        using var beyond = await reader.ImportAsync("", new byte[300 << 10]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, beyond.StatusCode);
        await AssertErrorAsync(beyond, "longer than 64 KiB");
    }

    [Fact]
    public async Task What_cannot_be_imported_is_explained_and_what_was_typed_is_kept()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        using var answer = await reader.ImportAsync("{\"trades\":");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await AssertErrorAsync(answer, "This JSON cannot be read");
        Assert.Equal("{\"trades\":", page.QuerySelector("textarea[name=text]")!.TextContent);

        using var both = await reader.ImportAsync("2", "4151"u8.ToArray());
        await AssertErrorAsync(both, "not both");
        using var stranger = await reader.Http.PostAsync(
            new Uri("watch/import", UriKind.Relative), new FormUrlEncodedContent([new("text", "2")]),
            TestContext.Current.CancellationToken);
        await AssertErrorAsync(stranger, "too old");
        using var noForm = await reader.Http.PostAsync(
            new Uri("watch/import", UriKind.Relative), new StringContent("2"), TestContext.Current.CancellationToken);
        await AssertErrorAsync(noForm, "no form");
    }

    private static async Task<AngleSharp.Dom.IDocument> AssertErrorAsync(HttpResponseMessage answer, string reason)
    {
        var page = await Reader.DocumentOf(answer);
        Assert.Contains(reason, page.QuerySelector("[data-testid=error-import]")!.TextContent, StringComparison.Ordinal);
        return page;
    }
}
