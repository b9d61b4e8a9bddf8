using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using PriceStream.Web.Admin;

namespace PriceStream.Tests.Support;

/// <summary>A browser without script on the administrator's pages. It keeps cookies and fills in forms, and follows no redirect.</summary>
internal sealed class AdminClient : IDisposable
{
    public const string Password = "correct horse battery";

    /// <summary>The field of a form that proves that it came from the site's own page.</summary>
    public const string TokenField = "__RequestVerificationToken";

    /// <summary>The hash of <see cref="Password"/>.</summary>
    public static readonly string Hash = PasswordHash.Of(Password).ToString();

    private readonly HttpClientHandler handler = new() { AllowAutoRedirect = false, UseCookies = true };

    public AdminClient(AppFactory app)
        : this(app.Http.BaseAddress!)
    {
    }

    private AdminClient(Uri address) => Http = new(handler) { BaseAddress = address };

    public HttpClient Http { get; }

    public CookieCollection Cookies => handler.CookieContainer.GetAllCookies();

    public static Task<AppFactory> StartSiteAsync(params (string Key, string Value)[] settings) => StartSiteAsync(folder: null, settings);

    public static Task<AppFactory> StartSiteAsync(string? folder, params (string Key, string Value)[] settings) =>
        AppFactory.StartAsync(folder, [("Admin:PasswordHash", Hash), .. settings]);

    /// <summary>A client that is logged in. The site must know <see cref="Hash"/>.</summary>
    public static Task<AdminClient> LogInAsync(AppFactory app) => LogInAsync(app.Http.BaseAddress!);

    public static async Task<AdminClient> LogInAsync(Uri address)
    {
        var client = new AdminClient(address);
        using var answer = await client.TryAsync(Password);
        Assert.Equal("/admin", answer.Headers.Location?.OriginalString);
        return client;
    }

    public async Task<HttpResponseMessage> TryAsync(string password) =>
        await PostAsync("admin/login", new() { ["password"] = password, [TokenField] = await GetLoginTokenAsync() });

    public async Task<string> GetLoginTokenAsync() => TokenOf((await GetAsync("admin/login")).QuerySelector("form.login")!);

    /// <summary>Presses a button of the page.</summary>
    public async Task<HttpResponseMessage> PressAsync(string handlerName)
    {
        var form = (await GetAsync("admin")).QuerySelector($"form[action*='handler={handlerName}']");
        return await PostAsync("admin?handler=" + handlerName, new() { [TokenField] = TokenOf(form!) });
    }

    public async Task<IDocument> GetAsync(string path)
    {
        var html = await Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await new HtmlParser().ParseDocumentAsync(html, TestContext.Current.CancellationToken);
    }

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    public async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await Http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        Http.Dispose();
        handler.Dispose();
    }

    private static string TokenOf(IElement form) => form.QuerySelector($"[name={TokenField}]")!.GetAttribute("value")!;
}
