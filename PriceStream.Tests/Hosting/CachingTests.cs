using System.Net;
using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>A cache in front of the site never serves old prices, nor one reader's page to another.</summary>
public sealed partial class CachingTests
{
    private static readonly string[] Pages =
    [
        "", "?search=whip", "?preset=flipping", "?watch=2,4151&list=Herbs", "items/4151/abyssal-whip", "items/4151/abyssal-whip?period=1h",
        "items/4151/abyssal-whip?handler=cells", "?handler=cells&shown=2,4151", "fault", "progress", "tax", "columns", "watch",
    ];

    [Fact]
    public async Task Every_response_must_be_revalidated_except_files_whose_name_changes_with_their_content()
    {
        await using var app = await AdminClient.StartSiteAsync(("Upstream:Mode", "Demo"));
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        foreach (var path in SitePaths.Of(app).Select(path => path.Path).Append("api/v1/items/999999").Append("items/4151"))
        {
            using var answer = await GetAsync(app.Http, path);
            var cache = answer.Headers.CacheControl;
            if (cache?.Extensions.Any(extension => extension.Name == "immutable") == true)
            {
                Assert.Matches(Fingerprint(), path); // only a published site has such files
                continue;
            }

            Assert.True(cache is { NoCache: true } or { NoStore: true }, $"{path}: {cache}");
        }
    }

    [Fact]
    public async Task A_page_stays_out_of_shared_caches_but_Back_may_show_it_from_memory()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        foreach (var path in Pages)
        {
            using var answer = await GetAsync(app.Http, path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var cache = answer.Headers.CacheControl!;
            Assert.Equal((path, true, true, false), (path, cache.Private, cache.NoCache, cache.NoStore));
        }
    }

    [Fact]
    public async Task Behind_a_cache_with_a_default_of_two_minutes_prices_are_new_and_every_page_has_its_own_nonce()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var proxy = await ProxyServer.StartNginxAsync(proxy => $$"""
            proxy_cache_path cache keys_zone=site:1m;
            server {
                listen {{proxy.HttpsPort}} ssl http2;
                server_name localhost;
                ssl_certificate fullchain.pem;
                ssl_certificate_key privkey.pem;
                proxy_cache site;
                proxy_cache_valid any 2m;
                add_header X-Cache $upstream_cache_status always;
                location / {
                    proxy_pass http://{{app.Http.BaseAddress!.Authority}};
                }
                location /deaf/ {
                    proxy_ignore_headers Cache-Control;
                    proxy_pass http://{{app.Http.BaseAddress!.Authority}}/;
                }
            }
            """);
        using var client = proxy.Client();
        string[] paths =
        [
            "", "items/2/cannonball", "api/v1/items", "api/v1/items/2", "api/v1/prices/current?items=2", "api/v1/prices/current/2",
        ];
        var before = await ReadAsync(client, paths);
        app.Upstream.Set(2, high: 777, highTime: FakeUpstream.Start + 50, low: 700, lowTime: FakeUpstream.Start + 50);
        await app.PollAsync();
        var after = await ReadAsync(client, paths);

        Assert.All(before, text => Assert.Contains("193", text.Body, StringComparison.Ordinal));
        Assert.All(after, text => Assert.Contains("777", text.Body, StringComparison.Ordinal));
        var nonces = before.Concat(after).Select(text => text.Nonce).ToList();
        Assert.Equal(nonces.Count, nonces.Distinct().Count());
        await AssertTheProxyCachesAsync(client);
    }

    // Otherwise the test would prove nothing: where the proxy ignores the site's headers, it serves an old page.
    private static async Task AssertTheProxyCachesAsync(HttpClient client)
    {
        using var first = await GetAsync(client, "deaf/api/v1/items/2");
        await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var second = await GetAsync(client, "deaf/api/v1/items/2");
        Assert.Equal(("MISS", "HIT"), (first.Headers.GetValues("X-Cache").Single(), second.Headers.GetValues("X-Cache").Single()));
    }

    private static async Task<List<(string Body, string Nonce)>> ReadAsync(HttpClient client, string[] paths)
    {
        var read = new List<(string, string)>();
        foreach (var path in paths)
        {
            using var answer = await GetAsync(client, path);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            read.Add((body, Nonce().Match(answer.Headers.GetValues("Content-Security-Policy").Single()).Value));
        }

        return read;
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path) => client.GetAsync(
        new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

    [GeneratedRegex(@"\.[a-z0-9]{10}\.")]
    private static partial Regex Fingerprint();

    [GeneratedRegex("nonce-[^']+")]
    private static partial Regex Nonce();
}
