using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Watch;

/// <summary>A browser without script: it keeps cookies, presses buttons of pages it has opened, and follows no redirect.</summary>
internal sealed class Reader : IDisposable
{
    private readonly HttpClientHandler handler = new() { AllowAutoRedirect = false, UseCookies = true };

    public Reader(AppFactory app) => Http = new(handler) { BaseAddress = app.Http.BaseAddress };

    public HttpClient Http { get; }

    public string? List => handler.CookieContainer.GetAllCookies().FirstOrDefault(cookie => cookie.Name == "ps_watch")?.Value;

    public void SetList(string text) => handler.CookieContainer.Add(Http.BaseAddress!, new Cookie("ps_watch", text));

    public async Task<IDocument> OpenAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await DocumentOf(answer);
    }

    /// <summary>Sends the form of a button on a page, with the button's own name and value.</summary>
    public async Task<HttpResponseMessage> PressAsync(string path, string button, string? htmx = null)
    {
        var page = await OpenAsync(path);
        var pressed = page.QuerySelector(button)!;
        var form = pressed.GetAttribute("form") is { } id ? page.GetElementById(id)! : pressed.Closest("form")!;
        return await SendAsync(path, form, pressed, htmx);
    }

    /// <param name="path">The page that the form is on, for the referrer.</param>
    public async Task<HttpResponseMessage> SendAsync(string path, IElement form, IElement button, string? htmx = null)
    {
        var fields = form.QuerySelectorAll("input[type=hidden], input[checked]").Append(button)
            .Where(field => field.HasAttribute("name"))
            .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value") ?? ""));
        var action = form.GetAttribute("action")!;
        using var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Referrer = new(Http.BaseAddress!, path);
        if (htmx is not null)
        {
            request.Headers.Add("HX-Request", htmx);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends the form of imports, as a browser sends its two fields.</summary>
    public async Task<HttpResponseMessage> ImportAsync(string text, byte[]? file = null)
    {
        var form = (await OpenAsync("watch")).QuerySelector("form[data-testid=import]")!;
        using var content = new MultipartFormDataContent();
        content.Add(new StringContent(form.QuerySelector("input[type=hidden]")!.GetAttribute("value")!), "__RequestVerificationToken");
        content.Add(new StringContent(text), "text");
        if (file is not null)
        {
            content.Add(new ByteArrayContent(file), "file", "list.txt");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(form.GetAttribute("action")!, UriKind.Relative));
        request.Content = content;
        request.Headers.ExpectContinue = true; // or the server may refuse the form, and close, while it is still being sent
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<IDocument> DocumentOf(HttpResponseMessage answer)
    {
        var cancel = TestContext.Current.CancellationToken;
        return await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(cancel), cancel);
    }

    public void Dispose()
    {
        Http.Dispose();
        handler.Dispose();
    }
}
