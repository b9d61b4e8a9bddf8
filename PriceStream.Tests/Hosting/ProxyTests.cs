using System.Text.Json.Nodes;
using System.Net;
using PriceStream.Tests.Support;
using PriceStream.Web.Hosting;

namespace PriceStream.Tests.Hosting;

/// <summary>Which proxies are trusted to name the client, and the site under a path base.</summary>
public sealed class ProxyTests
{
    private const string Warned = "X-Forwarded-For from 127.0.0.1 is ignored";

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1/32")]
    [InlineData("127.0.0.1, 172.18.0.0/16,fd00::/8", "127.0.0.1/32 172.18.0.0/16 fd00::/8")]
    [InlineData("::1", "::1/128")]
    [InlineData("172.18.0.1/16", "172.18.0.0/16")]
    [InlineData(" ", "")]
    public void Known_networks_may_be_addresses_or_networks(string text, string networks)
    {
        var settings = TestSettings.Reader(("Proxy:KnownNetworks", text));

        Assert.Equal(networks, string.Join(' ', settings.Bind<ProxyOptions>().KnownNetworks));
        Assert.Empty(settings.Errors);
    }

    [Theory]
    [InlineData("Proxy:KnownNetworks", "caddy")]
    [InlineData("Proxy:KnownNetworks", "7")]
    [InlineData("Proxy:AllowedHosts", "https://prices.example.org")]
    [InlineData("Proxy:AllowedHosts", "prices.example.org:443")]
    [InlineData("Proxy:PathBase", "prices")]
    [InlineData("Proxy:PathBase", "//elsewhere.example")]
    [InlineData("Proxy:PathBase", "/pri ces")]
    public void A_malformed_network_host_or_path_is_an_error(string key, string text)
    {
        var settings = TestSettings.Reader((key, text));
        settings.Bind<ProxyOptions>();

        Assert.StartsWith($"{key} (environment: {key.Replace(":", "__", StringComparison.Ordinal)}) is '{text}'; allowed:",
            Assert.Single(settings.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void The_framework_switch_that_trusts_every_client_is_refused()
    {
        var settings = TestSettings.Reader(("FORWARDEDHEADERS_ENABLED", "true"));
        settings.Bind<ProxyOptions>();

        Assert.Contains("Name the proxy's network in Proxy:KnownNetworks", Assert.Single(settings.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_known_networks_forwarded_headers_change_nothing_and_are_logged_once()
    {
        await using var app = await AppFactory.StartAsync(("Sse:MaxClientsPerAddress", "1"));
        await using var first = await StreamAsAsync(app, "203.0.113.1");
        await using var second = await StreamAsAsync(app, "203.0.113.2");

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.Status);
        Assert.Contains("http://127.0.0.1",
            await OpenApiAsync(app, ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example")), StringComparison.Ordinal);
        Assert.Single(app.Log.All, line => line.Contains(Warned, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_forwarded_header_from_outside_the_known_networks_changes_nothing()
    {
        await using var app = await AppFactory.StartAsync(
            ("Sse:MaxClientsPerAddress", "1"), ("Proxy:KnownNetworks", "10.0.0.0/8,127.0.0.2"));
        await using var first = await StreamAsAsync(app, "203.0.113.1");
        await using var second = await StreamAsAsync(app, "203.0.113.2");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.Status);
        Assert.Single(app.Log.All, line => line.Contains(Warned, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_known_proxy_determines_the_clients_address_and_host()
    {
        await using var app = await AppFactory.StartAsync(
            ("Sse:MaxClientsPerAddress", "1"), ("Proxy:KnownNetworks", "127.0.0.0/8"), ("Proxy:AllowedHosts", "prices.example.org"));
        await using var first = await StreamAsAsync(app, "203.0.113.1");
        await using var second = await StreamAsAsync(app, "203.0.113.2");
        // An entry that the client itself put in front of the proxy's is ignored.
        await using var liar = await StreamAsAsync(app, "203.0.113.3, 203.0.113.1");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (first.Status, second.Status, liar.Status));
        Assert.StartsWith("https://127.0.0.1", await AsHostAsync("evil.example"), StringComparison.Ordinal);
        Assert.Equal("https://prices.example.org/", await AsHostAsync("prices.example.org"));
        Assert.DoesNotContain(app.Log.All, line => line.Contains("X-Forwarded-For", StringComparison.Ordinal));

        Task<string> AsHostAsync(string host) => OpenApiAsync(
            app, ("X-Forwarded-For", "203.0.113.1"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", host));
    }

    [Theory]
    [InlineData("prices/")]
    [InlineData("")]
    public async Task Under_a_path_base_every_link_has_the_path_whether_the_proxy_strips_it_or_not(string asked)
    {
        await using var app = await AppFactory.StartAsync(("Proxy:PathBase", "/prices/"));
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        var page = await app.Http.GetStringAsync(new Uri(asked + "?search=whip", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("<base href=\"/prices/\">", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("""(?:href|src|action|hx-get|hx-sse:connect)="/(?!prices/)""", page);
        Assert.Contains("href=\"/prices/?search=whip#main\"", page, StringComparison.Ordinal);
        using var direct = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Http.BaseAddress };
        using var redirect = await direct.GetAsync(
            new Uri(asked + "items/4151?period=7d", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("/prices/items/4151/abyssal-whip?period=7d", redirect.Headers.Location!.OriginalString);
        Assert.EndsWith("/prices", await OpenApiAsync(app, asked), StringComparison.Ordinal);
        using var lost = await app.Http.GetAsync(new Uri(asked + "no/such/page", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, lost.StatusCode);
        var lostPage = await lost.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("<base href=\"/prices/\">", lostPage, StringComparison.Ordinal);
        Assert.NotEmpty(await app.HistoryAsync(4151, "1h"));
    }

    [Fact]
    public async Task The_path_base_without_a_trailing_slash_is_the_home_page()
    {
        await using var app = await AppFactory.StartAsync(("Proxy:PathBase", "/prices"));

        var page = await app.Http.GetStringAsync(new Uri("prices", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("<base href=\"/prices/\">", page, StringComparison.Ordinal);
    }

    private static async Task<SseReader> StreamAsAsync(AppFactory app, string forwardedFor)
    {
        var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        return await SseReader.OpenAsync(client);
    }

    private static Task<string> OpenApiAsync(AppFactory app, params (string Name, string Value)[] headers) =>
        OpenApiAsync(app, "", headers);

    /// <summary>The site's address in its OpenAPI document, which is the address that the site takes from the request.</summary>
    private static async Task<string> OpenApiAsync(AppFactory app, string under, params (string Name, string Value)[] headers)
    {
        var client = app.CreateClient();
        foreach (var (name, value) in headers)
        {
            client.DefaultRequestHeaders.Add(name, value);
        }

        var description = JsonNode.Parse(
            await client.GetStringAsync(new Uri(under + "openapi/v1.json", UriKind.Relative)))!;
        return (string)description["servers"]![0]!["url"]!;
    }
}
