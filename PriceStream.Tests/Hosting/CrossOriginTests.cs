using System.Net;
using Microsoft.Extensions.Configuration;
using PriceStream.Tests.Support;
using PriceStream.Web.Hosting;
using PriceStream.Web.Settings;

namespace PriceStream.Tests.Hosting;

/// <summary>Which pages of other origins may read the JSON API and the stream, and nothing else (CORS).</summary>
public sealed class CrossOriginTests
{
    private const string Stranger = "https://stranger.example";
    private const string Friend = "https://friend.example";

    private static readonly string[] Closed =
    [
        "", "items/4151/abyssal-whip", "fault", "admin", "admin/login", "demo/control", "health/live", "health/ready", "health/freshness",
        "metrics", "openapi/v1.json", "css/tokens.css", "nowhere", "api", "api/v2/items",
    ];

    [Theory]
    [InlineData("api/v1/items", 200)]
    [InlineData("api/v1/items/2", 200)]
    [InlineData("api/v1/prices/current", 200)]
    [InlineData("api/v1/prices/history/2", 200)]
    [InlineData("api/v1/prices/stream", 200)]
    [InlineData("api/v1/items?page=0", 400)]
    [InlineData("api/v1/prices/stream?item=2", 400)]
    [InlineData("api/v1/items/999999", 404)]
    [InlineData("api/v1/nowhere", 404)]
    public async Task A_page_of_any_origin_reads_the_API_and_its_errors_without_cookies(string path, int status)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
        {
            using var answer = await SendAsync(app, method, path, Stranger);

            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal("*", Header(answer, "Access-Control-Allow-Origin"));
            Assert.Equal("Retry-After,Link,ETag", Header(answer, "Access-Control-Expose-Headers"));
            Assert.Null(Header(answer, "Access-Control-Allow-Credentials"));
        }
    }

    [Fact]
    public async Task A_refused_call_and_a_refused_stream_can_be_read_too()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Api:PermitsPerMinute", "1"), ("Sse:MaxClients", "1"));
        await using var stream = await SseReader.ConnectAsync(app.Http);
        using var full = await SendAsync(app, HttpMethod.Get, "api/v1/prices/stream", Stranger);
        using var first = await SendAsync(app, HttpMethod.Get, "api/v1/items", Stranger);
        using var second = await SendAsync(app, HttpMethod.Get, "api/v1/items", Stranger);
        using var posted = await SendAsync(app, HttpMethod.Post, "api/v1/items", Stranger);

        foreach (var (answer, status) in new[] { (full, 503), (second, 429), (posted, 405) })
        {
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal("*", Header(answer, "Access-Control-Allow-Origin"));
        }
    }

    [Theory]
    [InlineData("api/v1/items")]
    [InlineData("api/v1/prices/stream")]
    [InlineData("api/v1/nowhere")]
    public async Task A_preflight_is_answered_and_allows_reading_only(string path)
    {
        await using var app = await AppFactory.StartAsync();
        using var answer = await PreflightAsync(app, path, Stranger);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("*", Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("GET,HEAD", Header(answer, "Access-Control-Allow-Methods"));
        Assert.Contains("last-event-id", Header(answer, "Access-Control-Allow-Headers")!, StringComparison.OrdinalIgnoreCase);
        Assert.Null(Header(answer, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Pages_and_everything_of_the_administrator_and_the_tester_stay_closed()
    {
        await using var app = await AdminClient.StartSiteAsync(("Upstream:Mode", "Demo"), ("Cors:AllowedOrigins", Friend));
        await app.RefreshCatalogueAsync();
        foreach (var path in Closed)
        {
            using var read = await SendAsync(app, HttpMethod.Get, path, Friend);
            using var preflight = await PreflightAsync(app, path, Friend);
            Assert.DoesNotContain(
                read.Headers.Concat(preflight.Headers),
                header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task With_a_list_only_its_origins_may_read_and_caches_keep_the_answers_apart()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Cors:AllowedOrigins", $"{Friend}, http://LOCALHOST:3000"));
        foreach (var (origin, allowed) in new[]
        {
            (Friend, Friend), ("http://localhost:3000", "http://localhost:3000"), (Stranger, null), ("null", null),
            (Friend + ":8443", null), ("http://friend.example", null), ("https://friend.example.evil.example", null), ("", null),
        })
        {
            foreach (var path in (string[])["api/v1/items/2", "api/v1/prices/history/2", "api/v1/prices/stream", "api/v1/nowhere"])
            {
                using var answer = await SendAsync(app, HttpMethod.Get, path, origin);
                Assert.Equal(allowed, Header(answer, "Access-Control-Allow-Origin"));
                Assert.Equal(1, answer.Headers.Vary.Count(vary => vary == "Origin"));
            }
        }
    }

    [Fact]
    public async Task An_empty_list_allows_no_other_origin()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Cors:AllowedOrigins", ""));
        using var answer = await SendAsync(app, HttpMethod.Get, "api/v1/items/2", Stranger);
        using var preflight = await PreflightAsync(app, "api/v1/items/2", Stranger);

        Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, preflight.StatusCode);
    }

    [Theory]
    [InlineData("friend.example")]
    [InlineData("https://friend.example/")]
    [InlineData("https://friend.example/prices")]
    [InlineData("https://friend.example:443")]
    [InlineData("https://user@friend.example")]
    [InlineData("https://*.friend.example")]
    [InlineData("https://friend.example, *")]
    [InlineData("https://friend.example https://other.example")]
    [InlineData("null")]
    [InlineData("https://")]
    public void What_no_browser_sends_as_an_origin_stops_the_start_and_names_the_setting(string origins)
    {
        var error = Assert.Single(Bind(origins).Errors);
        Assert.Contains("Cors:AllowedOrigins (environment: Cors__AllowedOrigins)", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://friend.example")]
    [InlineData("http://localhost:3000,http://127.0.0.1:8080, http://[::1]:5000")]
    [InlineData("capacitor://localhost")]
    public void Origins_as_browsers_send_them_are_taken(string origins) => Assert.Empty(Bind(origins).Errors);

    private static SettingsReader Bind(string origins)
    {
        var values = new Dictionary<string, string?> { ["Cors:AllowedOrigins"] = origins };
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        reader.Bind<CrossOriginOptions>();
        return reader;
    }

    private static Task<HttpResponseMessage> PreflightAsync(AppFactory app, string path, string origin) => SendAsync(
        app, HttpMethod.Options, path, origin,
        ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "last-event-id"));

    private static async Task<HttpResponseMessage> SendAsync(
        AppFactory app, HttpMethod method, string path, string origin, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers.Append(("Origin", origin)).Where(header => header.Item2.Length > 0))
        {
            request.Headers.Add(name, value);
        }

        return await app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
