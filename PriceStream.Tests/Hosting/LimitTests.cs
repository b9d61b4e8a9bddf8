using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>The limits on the requests of one client.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Too_many_API_calls_get_429_with_Retry_After_while_everything_else_stays_unlimited()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Api:PermitsPerMinute", "5"));
        for (var calls = 0; calls < 5; calls++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "api/v1/items"));
        }

        using var refused = await app.Http.GetAsync(
            new Uri("api/v1/prices/current", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 12);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Equal(429, (int)(await refused.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["status"]!);
        foreach (var path in (string[])
        [
            "", "items/4151/abyssal-whip", "css/tokens.css", "health/live", "health/ready", "health/freshness", "metrics",
            "openapi/v1.json",
        ])
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, path));
        }

        await using var stream = await SseReader.ConnectAsync(app.Http);
    }

    [Fact]
    public async Task The_default_limit_allows_thousands_of_quick_calls()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 5000), TestContext.Current.CancellationToken, async (_, _) =>
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "api/v1/prices/current/4151")));
    }

    [Fact]
    public async Task Each_address_behind_the_proxy_has_its_own_limit_and_an_IPv6_network_counts_as_one()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Api:PermitsPerMinute", "1"), ("Proxy:KnownNetworks", "127.0.0.1"));

        Assert.Equal(HttpStatusCode.OK, await FromAsync("192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await FromAsync("192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await FromAsync("192.0.2.2"));
        Assert.Equal(HttpStatusCode.OK, await FromAsync("2001:db8:1:2::1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await FromAsync("2001:db8:1:2:ffff::9"));
        Assert.Equal(HttpStatusCode.OK, await FromAsync("2001:db8:1:3::1"));

        async Task<HttpStatusCode> FromAsync(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/prices/current/4151");
            request.Headers.Add("X-Forwarded-For", address);
            using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("GET /?search=LONG HTTP/1.1\r\nHost: x\r\n\r\n", 414)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nX-Long: LONG\r\n\r\n", 431)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nMANY\r\n\r\n", 431)]
    [InlineData("POSTJSONContent-Length: 99999999\r\n\r\n", 413)]
    [InlineData("POSTJSONContent-Length: 10\r\nContent-Length: 11\r\n\r\n", 400)]
    [InlineData("POSTJSONTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("HELLO\r\n\r\n", 400)]
    public async Task A_request_that_is_too_large_or_malformed_is_rejected_before_it_is_read(string request, int status)
    {
        await using var app = await AppFactory.StartAsync(("Upstream:Mode", "Demo"));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, app.Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        var text = request.Replace("LONG", new('x', 400_000), StringComparison.Ordinal)
            .Replace("POSTJSON", "POST /demo/control HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n", StringComparison.Ordinal)
            .Replace("MANY", string.Join("\r\n", Enumerable.Range(0, 300).Select(index => $"X-{index}: 1")), StringComparison.Ordinal);

        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.StartsWith($"HTTP/1.1 {status} ", line, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Log.All, logged => logged.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cookies_of_a_neighbour_on_the_same_domain_do_not_lock_a_visitor_out()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        foreach (var path in (string[])["", "items/4151/abyssal-whip", "css/tokens.css", "api/v1/items", "api/v1/prices/stream"])
        {
            using var one = await WithCookiesAsync(app, path, "neighbour=" + new string('c', 17_000));
            using var many = await WithCookiesAsync(app, path, Cookies(count: 15));
            Assert.Equal((path, HttpStatusCode.OK, HttpStatusCode.OK), (path, one.StatusCode, many.StatusCode));
        }
    }

    [Fact]
    public async Task A_visitor_with_far_too_many_cookies_gets_a_page_that_says_what_to_do()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var page = await WithCookiesAsync(app, "", Cookies(count: 20));
        using var call = await WithCookiesAsync(app, "api/v1/items", Cookies(count: 20));

        Assert.Equal((HttpStatusCode)431, page.StatusCode);
        var text = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Delete the cookies of that domain", text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode)431, call.StatusCode);
        Assert.Equal("application/problem+json", call.Content.Headers.ContentType?.MediaType);
    }

    private static string Cookies(int count) =>
        string.Join("; ", Enumerable.Range(0, count).Select(number => $"c{number}={new string('c', 4000)}"));

    private static async Task<HttpResponseMessage> WithCookiesAsync(AppFactory app, string path, string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        Assert.True(request.Headers.TryAddWithoutValidation("Cookie", cookies));
        return await app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> StatusAsync(AppFactory app, string path)
    {
        using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
