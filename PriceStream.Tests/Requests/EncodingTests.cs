using System.Net;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Requests;

/// <summary>A body is compressed only in a way that the client accepts, by the weights of Accept-Encoding.</summary>
public sealed class EncodingTests
{
    private static readonly string[] Paths =
        ["", "api/v1/items", "api/v1/prices/history/4151", "openapi/v1.json", "css/base.css", "js/live-page.js"];

    [Theory]
    [InlineData("gzip;q=0, identity")]
    [InlineData("gzip;q=0")]
    [InlineData("GZIP;Q=0.000, br; q=0")]
    [InlineData("identity")]
    [InlineData("*;q=0, identity")]
    [InlineData("identity;q=1, *;q=0")]
    [InlineData("identity;q=1, gzip;q=0.5, br;q=0.5")]
    [InlineData("xgzip, gzipped")]
    [InlineData("")]
    public async Task A_client_that_refuses_gzip_or_prefers_plain_bodies_gets_plain_ones(string accepted)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        foreach (var path in Paths)
        {
            using var answer = await GetAsync(app, path, accepted);
            Assert.Equal((path, ""), (path, string.Join(',', answer.Content.Headers.ContentEncoding)));
        }
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip;q=0.1", "gzip")]
    [InlineData("deflate, GZIP", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("gzip;q=0, br", "br")]
    [InlineData("identity;q=0, gzip", "gzip")]
    public async Task A_client_gets_the_encoding_that_it_accepts(string accepted, string encoding)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        foreach (var path in Paths)
        {
            using var answer = await GetAsync(app, path, accepted);
            var isFile = path.Contains(".css", StringComparison.Ordinal) || path.Contains(".js", StringComparison.Ordinal);
            if (!isFile || path.StartsWith("openapi", StringComparison.Ordinal)) // an unpublished build has its files in gzip only
            {
                Assert.Equal((path, encoding), (path, string.Join(',', answer.Content.Headers.ContentEncoding)));
            }

            Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        }
    }

    private static async Task<HttpResponseMessage> GetAsync(AppFactory app, string path, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        Assert.True(request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted));
        var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer;
    }
}
