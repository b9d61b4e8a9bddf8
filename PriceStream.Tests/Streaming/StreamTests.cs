using System.Net;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Streaming;

/// <summary>What a client of the stream receives and may ask for, through the whole application.</summary>
public sealed class StreamTests
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_client_gets_connected_at_once_with_an_id_to_resume_from()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Sse:HeartbeatInterval", "00:00:30"));
        await using var stream = await SseReader.OpenAsync(app.Http);

        var connected = await stream.NextAsync();

        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.MediaType);
        Assert.True(stream.Response.Headers.CacheControl is { NoCache: true, NoTransform: true });
        Assert.Equal("connected", connected.Name);
        Assert.Equal(30, (int)connected.Json["heartbeat_seconds"]!);
        Assert.Equal(connected.Id, (string)connected.Json["last_event_id"]!);
        Assert.Matches("^[0-9a-f]+-2$", connected.Id);
        Assert.InRange(stream.Retry.TotalMilliseconds, 1000, 8250);
    }

    [Fact]
    public async Task A_poll_sends_exactly_the_changed_prices_with_their_trade_times()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http);
        await stream.NextAsync("feed");

        app.Upstream.Set(2, high: 194, highTime: Start + 55, low: 190, lowTime: Start - 20); // 4151 is as it was
        await app.PollAsync();
        var events = await stream.UntilAsync("feed");

        var update = Assert.Single(events);
        Assert.Equal("price-update", update.Name);
        Assert.Equal(
            """{"item_id":2,"high":194,"low":190,"high_time":1747814455,"low_time":1747814380,"timestamp":"2025-05-21T08:00:55Z"}""",
            update.Data);
        Assert.EndsWith("-3", update.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poll_without_changes_sends_no_price()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http);
        await stream.NextAsync("feed");

        await app.PollAsync();

        Assert.Empty(await stream.UntilAsync("feed"));
    }

    [Fact]
    public async Task A_client_gets_only_the_items_it_asked_for()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=4151,1511");
        await stream.NextAsync("feed");

        app.Upstream.Set(2, high: 195, highTime: Start + 50, low: 191, lowTime: Start + 50);
        app.Upstream.Set(4151, high: 1_510_000, highTime: Start + 51, low: 1_480_000, lowTime: Start - 40);
        await app.PollAsync();
        var events = await stream.UntilAsync("feed");

        Assert.Equal(4151, (int)Assert.Single(events).Json["item_id"]!);
    }

    [Fact]
    public async Task A_missing_side_is_null_and_never_zero()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=1511");
        await stream.NextAsync("feed");

        app.Upstream.Set(1511, high: null, highTime: null, low: 42, lowTime: Start + 30);
        await app.PollAsync();

        var update = (await stream.NextAsync("price-update")).Json;
        Assert.Null(update["high"]);
        Assert.Null(update["high_time"]);
        Assert.Equal(42, (long)update["low"]!);
    }

    [Fact]
    public async Task A_page_gets_rendered_cells_before_the_events_with_their_ids()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=4151&html=true");
        await stream.NextAsync("feed");

        app.Upstream.Set(4151, high: 1_510_000, highTime: Start + 51, low: 1_480_000, lowTime: Start - 40);
        await app.PollAsync();
        var events = await stream.UntilAsync("feed");

        Assert.Equal(["message", "price-update"], events.Select(e => e.Name));
        Assert.Contains("""data-item="4151" data-field="high" data-value="1510000">1,510,000<""", events[0].Data, StringComparison.Ordinal);
        Assert.Contains("""data-field="margin" data-value="14900">""", events[0].Data, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", events[0].Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?items=")]
    [InlineData("?items=0")]
    [InlineData("?items=-2")]
    [InlineData("?items=2,,4151")]
    [InlineData("?items=2;4151")]
    [InlineData("?items=99999999999")]
    [InlineData("?items=2&html=perhaps")]
    public async Task Invalid_input_is_rejected_with_the_name_of_the_parameter(string query)
    {
        await using var app = await AppFactory.StartAsync();

        var address = new Uri("api/v1/prices/stream" + query, UriKind.Relative);
        using var answer = await app.Http.GetAsync(address, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(query.Contains("html", StringComparison.Ordinal) ? "\"html\"" : "\"items\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_may_name_up_to_200_items()
    {
        await using var app = await AppFactory.StartAsync();
        await using var allowed = await SseReader.OpenAsync(app.Http, "?items=" + string.Join(',', Enumerable.Range(1, 200)));
        await using var rejected = await SseReader.OpenAsync(app.Http, "?items=" + string.Join(',', Enumerable.Range(1, 201)));

        Assert.Equal(HttpStatusCode.OK, allowed.Status);
        Assert.Equal(HttpStatusCode.BadRequest, rejected.Status);
    }

    [Fact]
    public async Task The_stream_answers_404_when_it_is_switched_off()
    {
        await using var app = await AppFactory.StartAsync(("Sse:Enabled", "false"));
        await using var stream = await SseReader.OpenAsync(app.Http);

        Assert.Equal(HttpStatusCode.NotFound, stream.Status);
    }
}
