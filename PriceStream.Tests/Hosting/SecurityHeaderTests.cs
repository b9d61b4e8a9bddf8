using System.Net;
using Microsoft.Data.Sqlite;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>Every response restricts what a browser may do with it, whichever part of the site sends it.</summary>
public sealed class SecurityHeaderTests
{
    private static readonly (string Method, string Encoding)[] RequestsOfFile = [("GET", "br")];

    private static readonly (string Method, string Encoding)[] Requests =
        [("GET", ""), ("GET", "br, gzip"), ("HEAD", "gzip"), ("POST", ""), ("DELETE", ""), ("OPTIONS", ""), ("NONSENSE", "")];

    private static readonly HttpStatusCode[] Seen =
    [
        HttpStatusCode.OK, HttpStatusCode.Redirect, HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed,
    ];

    private static readonly string[] Known =
    [
        "", "items/4151/abyssal-whip", "api/v1/items", "api/v1/items/4151", "api/v1/prices/current", "api/v1/prices/history/4151",
        "api/v1/prices/stream", "admin", "admin/login", "health/live", "health/ready", "health/freshness", "metrics", "openapi/v1.json",
        "demo/control", "css/tokens.css",
    ];

    [Fact]
    public async Task Every_route_and_file_has_the_headers_for_every_method_and_encoding()
    {
        await using var app = await AdminClient.StartSiteAsync(("Upstream:Mode", "Demo"));
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Http.BaseAddress };
        var paths = SitePaths.Of(app);
        var statuses = new HashSet<HttpStatusCode>();

        foreach (var (path, isFile) in paths)
        {
            foreach (var (method, encoding) in isFile ? RequestsOfFile : Requests)
            {
                using var request = new HttpRequestMessage(new(method), path);
                request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
                using var answer = await http.SendAsync(
                    request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
                AssertHeaders(answer, $"{method} {path} ({encoding})");
                statuses.Add(answer.StatusCode);
            }
        }

        Assert.Superset(Seen.ToHashSet(), statuses);
        Assert.Superset(Known.ToHashSet(), paths.Select(path => path.Path).ToHashSet()); // the list is not empty by mistake
    }

    [Fact]
    public async Task A_server_error_has_the_headers_on_pages_and_in_the_API()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(app.Folder, "prices.db")}"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "ALTER TABLE windows RENAME COLUMN high TO other";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        foreach (var path in (string[])["items/4151/abyssal-whip", "api/v1/prices/history/4151"])
        {
            using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode >= 500);
            AssertHeaders(answer, path);
        }
    }

    [Fact]
    public async Task A_refused_call_and_a_refused_stream_have_the_headers()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Api:PermitsPerMinute", "1"), ("Sse:MaxClients", "1"));
        await using var one = await SseReader.ConnectAsync(app.Http);
        await using var other = await SseReader.OpenAsync(app.Http);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, other.Status);
        AssertHeaders(other.Response, "a full server");

        await app.Http.GetStringAsync(new Uri("api/v1/items", UriKind.Relative), TestContext.Current.CancellationToken);
        using var refused = await app.Http.GetAsync(new Uri("api/v1/items", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        AssertHeaders(refused, "too many calls");
    }

    private static void AssertHeaders(HttpResponseMessage answer, string what)
    {
        Assert.Matches(
            "^default-src 'none'; script-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'$",
            Only("Content-Security-Policy"));
        Assert.Equal("nosniff", Only("X-Content-Type-Options"));
        Assert.Equal("same-origin", Only("Referrer-Policy"));
        Assert.Equal("same-origin", Only("Cross-Origin-Opener-Policy"));
        Assert.Equal("camera=(), geolocation=(), microphone=()", Only("Permissions-Policy"));
        Assert.False(answer.Headers.Contains("Server"), what);

        string Only(string name) => answer.Headers.TryGetValues(name, out var values) && values.ToList() is [var value] ? value
            : throw new Xunit.Sdk.XunitException($"{what}: {(int)answer.StatusCode} without one {name}");
    }
}
