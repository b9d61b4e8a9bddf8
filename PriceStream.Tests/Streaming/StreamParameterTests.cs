using System.Net;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Streaming;

/// <summary>The parameters of the stream: where a client continues, and those that it does not have.</summary>
public sealed class StreamParameterTests
{
    private const long Start = FakeUpstream.Start;

    [Theory]
    [InlineData("?items=2&lastEventId=OLD", null)]
    [InlineData("?items=2&lasteventid=OLD", null)]
    [InlineData("?items=2&lastEventID=OLD", null)]
    [InlineData("?items=2&after=NEW&lastEventId=OLD", null)] // a polyfill appends it to the first URL at each reconnect
    [InlineData("?items=2&lastEventId=NEW", "OLD")]
    [InlineData("?items=2&after=NEW&lastEventId=NEW", "OLD")]
    public async Task A_client_that_returns_with_lastEventId_gets_what_it_missed(string query, string? header)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var old = await LastEventIdAsync(app);
        app.Upstream.Set(2, high: 195, highTime: Start + 50, low: 191, lowTime: Start + 50);
        await app.PollAsync();
        var newest = await LastEventIdAsync(app);
        Assert.NotEqual(old, newest);

        await using var stream = await SseReader.ConnectAsync(app.Http, Fill(query), header is null ? null : Fill(header));
        Assert.Equal(195, (long)Assert.Single(await stream.UntilAsync("feed")).Json["high"]!);

        string Fill(string text) =>
            text.Replace("OLD", old, StringComparison.Ordinal).Replace("NEW", newest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?item=2", "item")]
    [InlineData("?items=2&since=1-1", "since")]
    [InlineData("?last_event_id=1-1&Last-Event-ID=1-1", "last_event_id,Last-Event-ID")]
    [InlineData("?items[]=2", "items[]")]
    [InlineData("?=2", "")]
    [InlineData("?%20items=2", " items")]
    [InlineData("?html=true&_=1736859290", "_")]
    public async Task A_parameter_that_the_stream_does_not_have_is_a_400_that_names_it(string query, string names)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var address = new Uri(SitePaths.Stream + query, UriKind.Relative);
        using var answer = await app.Http.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["errors"]!.AsObject();
        Assert.Equal(names.Split(',').Order(), errors.Select(error => error.Key).Order());
        Assert.All(errors, error => Assert.Contains("after, lastEventId, html, items", (string)error.Value![0]!, StringComparison.Ordinal));
    }

    private static async Task<string> LastEventIdAsync(AppFactory app) =>
        (string)(await app.GetJsonAsync("api/v1/prices/current?items=2"))["meta"]!["last_event_id"]!;
}
