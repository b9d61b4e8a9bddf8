using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>The files in <c>deploy/</c>, each in its real server in front of the real site.</summary>
public sealed class ReverseProxyTests
{
    [Fact]
    public async Task Behind_nginx_pages_and_streams_arrive_unbuffered_over_HTTP_2()
    {
        await using var site = await StartSiteAsync();
        await using var proxy = await ProxyServer.StartNginxAsync(proxy => Nginx(proxy, site));

        await ServesAsync(proxy, site);

        using var plain = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var address = new Uri($"http://127.0.0.1:{proxy.HttpPort}/items/2?period=7d");
        using var redirect = await plain.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.MovedPermanently, "/items/2?period=7d"),
            (redirect.StatusCode, redirect.Headers.Location!.PathAndQuery));
    }

    [Fact]
    public async Task Behind_Caddy_pages_and_streams_arrive_unbuffered_although_one_instance_is_down()
    {
        await using var site = await StartSiteAsync();
        await using var proxy = await ProxyServer.StartCaddyAsync(
            Repository.PathOf("deploy/Caddyfile"), ("PRICESTREAM_UPSTREAMS", "127.0.0.1:1 " + site.Address.Authority));

        await ServesAsync(proxy, site);
    }

    [Fact]
    public async Task Heartbeats_keep_a_stream_open_past_the_read_timeout_of_nginx()
    {
        await using var site = await StartSiteAsync(("Sse__HeartbeatInterval", "00:00:01"));
        await using var proxy = await ProxyServer.StartNginxAsync(
            proxy => Replace(Nginx(proxy, site), "proxy_read_timeout 2h;", "proxy_read_timeout 5s;"));
        using var client = proxy.Client();
        await using var stream = await SseReader.ConnectAsync(client, "?items=4151");

        for (var beats = 0; beats < 7; beats++)
        {
            await stream.NextAsync("heartbeat");
        }
    }

    // The market stands still except for a test's commands, and the stream sends nothing else for half a minute.
    private static async Task<SiteProcess> StartSiteAsync(params (string Key, string Value)[] settings)
    {
        var site = await SiteProcess.StartAsync(
        [
            ("Proxy__KnownNetworks", "127.0.0.1"), ("Sse__MaxClientsPerAddress", "2"), ("Upstream__PollSeconds", "60"), .. settings,
        ]);
        await site.HasPricesAsync();
        await ControlAsync(site, """{"manual":true}""");
        return site;
    }

    private static async Task ServesAsync(ProxyServer proxy, SiteProcess site)
    {
        using var client = proxy.Client("127.0.0.2");
        using var page = await client.GetAsync(new Uri("items/4151/abyssal-whip", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (page.StatusCode, page.Version));
        Assert.Equal("max-age=31536000", page.Headers.GetValues("Strict-Transport-Security").Single());
        using var request = new HttpRequestMessage(HttpMethod.Get, "") { Version = HttpVersion.Version20 };
        request.Headers.Add("Cookie", "neighbour=" + new string('c', 17_000));
        using var withCookies = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, withCookies.StatusCode);
        using var style = await client.GetAsync(new Uri("css/base.css", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("text/css", style.Content.Headers.ContentType!.MediaType);
        foreach (var path in (string[])["metrics", "metrics/", "METRICS", "Metrics/"])
        {
            using var metrics = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, metrics.StatusCode);
        }

        var description = await client.GetFromJsonAsync<JsonNode>("openapi/v1.json", TestContext.Current.CancellationToken);
        Assert.StartsWith("https://localhost", (string)description!["servers"]![0]!["url"]!, StringComparison.Ordinal);

        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br, zstd"); // a compressed stream would be buffered
        await using var stream = await SseReader.ConnectAsync(client, "?items=4151");
        Assert.Equal(HttpVersion.Version20, stream.Response.Version);
        Assert.Empty(stream.Response.Content.Headers.ContentEncoding);
        for (var price = 2_000_000; price < 2_000_003; price++)
        {
            await ControlAsync(site, $$"""{"step":60,"set":{"4151":{"high":{{price}} } } }""");
            Assert.Equal(price, (int)(await stream.NextAsync("price-update")).Json["high"]!);
        }

        await DistinguishesClientsAsync(proxy, client);
    }

    // 127.0.0.2 has one stream open and may have two.
    private static async Task DistinguishesClientsAsync(ProxyServer proxy, HttpClient client)
    {
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9"); // a lie
        await using var second = await SseReader.OpenAsync(client);
        await using var third = await SseReader.OpenAsync(client);
        using var other = proxy.Client("127.0.0.3");
        await using var others = await SseReader.OpenAsync(other);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK),
            (second.Status, third.Status, others.Status));
    }

    private static async Task ControlAsync(SiteProcess site, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await site.Http.PostAsync(new Uri("demo/control", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    // The file itself, with another name, ports and certificate.
    private static string Nginx(ProxyServer proxy, SiteProcess site)
    {
        var file = Repository.Read("deploy/nginx.conf");
        file = Replace(file, "server 127.0.0.1:8080;", $"server {site.Address.Authority};");
        file = Replace(file, "/etc/letsencrypt/live/prices.example.org/", proxy.Folder + "/");
        file = Replace(file, "server_name prices.example.org;", "server_name localhost;");
        file = Replace(file, "listen 80;", $"listen {proxy.HttpPort};");
        file = Replace(file, "listen 443 ssl", $"listen {proxy.HttpsPort} ssl");
        // A machine without IPv6 would refuse to listen there.
        file = Replace(file, "listen [::]:80;", Socket.OSSupportsIPv6 ? $"listen [::]:{proxy.HttpPort};" : "");
        return Replace(file, "listen [::]:443 ssl http2;", Socket.OSSupportsIPv6 ? $"listen [::]:{proxy.HttpsPort} ssl http2;" : "");
    }

    private static string Replace(string text, string old, string with)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, with, StringComparison.Ordinal);
    }
}
