using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;
using PriceStream.Tests.Support;
using PriceStream.Web.Upstream.Icons;

namespace PriceStream.Tests.Upstream.Icons;

/// <summary>Only a small picture that is sent as what it is gets through.</summary>
public sealed class IconClientTests
{
    private static readonly byte[] Html = "<!DOCTYPE html><script>alert(1)</script>"u8.ToArray();
    private static readonly byte[] Svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray();
    private static readonly byte[] Large = [.. FakeIcons.Png, .. new byte[IconClient.MostBytes + 1 - FakeIcons.Png.Length]];

    private readonly Dictionary<string, HttpResponseMessage> answers = [];

    public static TheoryData<byte[], string?, string> Lies => new()
    {
        { Html, "text/html", "answered text/html instead of a PNG, GIF or WebP picture" },
        { Html, "image/png", "sent something else as image/png" },
        { Svg, "image/svg+xml", "answered image/svg+xml instead of a PNG, GIF or WebP picture" },
        { Svg, "image/png", "sent something else as image/png" },
        { FakeIcons.Png, "text/html; charset=utf-8", "answered text/html instead of a PNG, GIF or WebP picture" },
        { FakeIcons.Png, "image/gif", "sent something else as image/gif" },
        { FakeIcons.Png, null, "answered without a content type instead of a PNG, GIF or WebP picture" },
        { [], "image/png", "sent something else as image/png" },
        { Large, "image/png", "sent a picture of over 64 KiB" },
    };

    public static TheoryData<byte[], string> Pictures => new()
    {
        { FakeIcons.Png, "image/png" },
        { FakeIcons.Gif, "Image/GIF" },
        { FakeIcons.Webp, "image/webp; charset=binary" },
        { Large[..^1], "image/png" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Anything_else_is_refused(byte[] body, string? type, string reason)
    {
        Answer("a.png", body, type);
        var error = await Assert.ThrowsAsync<IconException>(() => FetchAsync("a.png"));
        Assert.Equal((reason, true), (error.Message, error.IsRefusal));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task A_picture_is_returned_as_it_was_sent(byte[] body, string type)
    {
        Answer("a.png", body, type);
        Assert.Equal(body, await FetchAsync("a.png"));
    }

    [Theory]
    [InlineData("b.png", null)]
    [InlineData("http://icons.test/b.png", null)]
    [InlineData("http://elsewhere.test/b.png", "redirects to another host")]
    [InlineData("http://icons.test:81/b.png", "redirects to another host")]
    [InlineData("https://icons.test/b.png", "redirects to another host")]
    [InlineData("file:///b.png", "redirects to another host")]
    [InlineData("a.png", "redirects too often")]
    public async Task A_redirect_is_followed_on_the_same_host_and_to_no_other(string target, string? reason)
    {
        answers["a.png"] = new(HttpStatusCode.Found) { Headers = { Location = new(target, UriKind.RelativeOrAbsolute) } };
        Answer("b.png", FakeIcons.Png, "image/png");
        if (reason is null)
        {
            Assert.Equal(FakeIcons.Png, await FetchAsync("a.png"));
            return;
        }

        var error = await Assert.ThrowsAsync<IconException>(() => FetchAsync("a.png"));
        Assert.Equal((reason, true), (error.Message, error.IsRefusal));
    }

    [Theory]
    [InlineData(404, true)]
    [InlineData(410, true)]
    [InlineData(403, false)]
    [InlineData(500, false)]
    public async Task Only_a_missing_picture_says_nothing_about_the_others(int status, bool isRefusal)
    {
        answers["a.png"] = new((HttpStatusCode)status) { Headers = { RetryAfter = new(TimeSpan.FromMinutes(30)) } };
        var error = await Assert.ThrowsAsync<IconException>(() => FetchAsync("a.png"));
        Assert.Equal(($"answered {status}", isRefusal), (error.Message, error.IsRefusal));
        Assert.Equal(isRefusal ? null : TimeSpan.FromMinutes(30), error.RetryAfter);
    }

    private void Answer(string file, byte[] body, string? type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        answers[file] = new(HttpStatusCode.OK) { Content = content };
    }

    private async Task<byte[]> FetchAsync(string file)
    {
        using var http = new HttpClient(new Arranged(answers));
        return await new IconClient(http, new FakeTimeProvider()).FetchAsync(
            new("http://icons.test/" + file), TestContext.Current.CancellationToken);
    }

    private sealed class Arranged(Dictionary<string, HttpResponseMessage> answers) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answers[request.RequestUri!.Segments[^1]]);
    }
}
