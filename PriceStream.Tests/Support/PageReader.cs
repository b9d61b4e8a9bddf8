using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace PriceStream.Tests.Support;

/// <summary>Reads the site's pages as documents.</summary>
internal static class PageReader
{
    public static async Task<IDocument> GetPageAsync(this AppFactory app, string path)
    {
        var cancel = TestContext.Current.CancellationToken;
        var html = await app.Http.GetStringAsync(new Uri(path, UriKind.Relative), cancel);
        return await new HtmlParser().ParseDocumentAsync(html, cancel);
    }
}
