using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Tests.Requests;

/// <summary>HEAD is GET without a body.</summary>
public sealed partial class HeadTests
{
    // Date names the moment, and the cookie of a form is another one each time. How a body is framed is left out where there is none.
    private static readonly string[] Ignored = ["Date", "Transfer-Encoding", "Set-Cookie"];

    [Theory]
    [InlineData("api/v1/items")]
    [InlineData("api/v1/items?page=0")]
    [InlineData("api/v1/items.csv?preset=all")]
    [InlineData("api/v1/items.csv?page=1")]
    [InlineData("api/v1/items.ndjson?search=whip")]
    [InlineData("api/v1/items/2")]
    [InlineData("api/v1/items/999999")]
    [InlineData("api/v1/items/whip")]
    [InlineData("api/v1/prices/current")]
    [InlineData("api/v1/prices/current/2")]
    [InlineData("api/v1/prices/history/2")]
    [InlineData("api/v1/prices/history/2?period=x")]
    [InlineData("api/v1/prices/history/2.csv")]
    [InlineData("api/v1/prices/history/999999.csv")]
    [InlineData("api/v1/tax")]
    [InlineData("api/v1/tax?price=50")]
    [InlineData("feeds/movers")]
    [InlineData("feeds/watch?watch=2")]
    [InlineData("feeds/watch")]
    [InlineData("items/2/card.png")]
    [InlineData("items/2/card.png?period=x")]
    [InlineData("items/999999/card.png")]
    [InlineData("robots.txt")]
    [InlineData("sitemap.xml")]
    [InlineData("api/v1/nowhere")]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("health/freshness")]
    [InlineData("openapi/v1.json")]
    [InlineData("metrics")]
    public async Task HEAD_has_the_status_and_headers_of_GET_and_no_body(string path)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        foreach (var encoding in (string[])["identity", "gzip"])
        {
            using var get = await SendAsync(app, HttpMethod.Get, path, encoding);
            using var head = await SendAsync(app, HttpMethod.Head, path, encoding);

            Assert.Equal(get.StatusCode, head.StatusCode);
            Assert.Equal(HeadersOf(get), HeadersOf(head));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task HEAD_of_every_page_fragment_and_file_has_the_status_and_headers_of_GET()
    {
        await using var app = await AdminClient.StartSiteAsync(("Upstream:Mode", "Demo"));
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        // Without cookies, because a form's first answer has other headers than the later ones.
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = app.Http.BaseAddress };
        var paths = SitePaths.Of(app).Select(path => path.Path).Where(path => path != SitePaths.Stream).ToList();
        var found = new List<string>();
        foreach (var path in paths)
        {
            using var get = await SendAsync(http, HttpMethod.Get, path, "gzip");
            using var head = await SendAsync(http, HttpMethod.Head, path, "gzip");
            Assert.Equal((path, get.StatusCode), (path, head.StatusCode));
            Assert.Equal([path, .. HeadersOf(get)], [path, .. HeadersOf(head)]);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            if (get.StatusCode == HttpStatusCode.OK)
            {
                found.Add(path);
            }
        }

        string[] known = ["", "items/4151/abyssal-whip", "fault", "progress", "admin/login", "css/tokens.css", "demo/control", "metrics"];
        Assert.Superset(known.ToHashSet(), found.ToHashSet());
    }

    [Fact]
    public async Task HEAD_of_the_stream_has_its_headers_and_does_not_count_as_a_stream()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Sse:MaxClients", "1"));
        var admission = app.Services.GetRequiredService<StreamAdmission>();
        using var head = await SendAsync(app, HttpMethod.Head, "api/v1/prices/stream", "identity");
        Assert.Equal((HttpStatusCode.OK, 0), (head.StatusCode, admission.Clients));

        await using var stream = await SseReader.ConnectAsync(app.Http, "");
        using var get = await SendAsync(app, HttpMethod.Head, "api/v1/prices/stream", "identity");
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        Assert.Equal("text/event-stream", head.Content.Headers.ContentType!.MediaType);
        Assert.Equal(1, admission.Clients);
    }

    [Fact]
    public async Task Any_other_method_is_refused_and_the_response_names_the_allowed_ones()
    {
        await using var app = await AppFactory.StartAsync();
        using var answer = await SendAsync(app, HttpMethod.Post, "api/v1/items", "identity");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow.Order());
    }

    private static Task<HttpResponseMessage> SendAsync(AppFactory app, HttpMethod method, string path, string encoding) =>
        SendAsync(app.Http, method, path, encoding);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, string encoding)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Accept-Encoding", encoding);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> HeadersOf(HttpResponseMessage answer) =>
        answer.Headers.Concat(answer.Content.Headers)
            .Where(header => !Ignored.Contains(header.Key))
            .Select(header => $"{header.Key}: {Nonce().Replace(string.Join(", ", header.Value), "nonce")}").Order();

    // Another one in each response.
    [GeneratedRegex("nonce-[^']+")]
    private static partial Regex Nonce();
}
