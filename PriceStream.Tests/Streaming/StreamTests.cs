using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PriceStream.Tests.Support;
using PriceStream.Web.Requests;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Tests.Streaming;

/// <summary>The stream as a client sees it, through the whole application.</summary>
public sealed class StreamTests
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_client_is_greeted_at_once_with_an_id_to_come_back_with()
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
    public async Task A_poll_sends_exactly_what_changed_with_its_trade_time()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http);
        await stream.NextAsync("feed");

        app.Upstream.Set(2, 194, Start + 55, 190, Start - 20); // 4151 is as it was
        await app.PollAsync();
        var events = await stream.UntilAsync("feed");

        var update = Assert.Single(events);
        Assert.Equal("price-update", update.Name);
        Assert.Equal("""{"item_id":2,"high":194,"low":190,"high_time":1747814455,"low_time":1747814380,"timestamp":"2025-05-21T08:00:55Z"}""", update.Data);
        Assert.EndsWith("-3", update.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poll_without_news_sends_no_price()
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

        app.Upstream.Set(2, 195, Start + 50, 191, Start + 50);
        app.Upstream.Set(4151, 1_510_000, Start + 51, 1_480_000, Start - 40);
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

        app.Upstream.Set(1511, null, null, 42, Start + 30);
        await app.PollAsync();

        var update = (await stream.NextAsync("price-update")).Json;
        Assert.Null(update["high"]);
        Assert.Null(update["high_time"]);
        Assert.Equal(42, (long)update["low"]!);
    }

    [Fact]
    public async Task A_page_gets_its_cells_rendered_before_the_ids_that_stand_for_them()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=4151&html=true");
        await stream.NextAsync("feed");

        app.Upstream.Set(4151, 1_510_000, Start + 51, 1_480_000, Start - 40);
        await app.PollAsync();
        var events = await stream.UntilAsync("feed");

        Assert.Equal(["message", "price-update"], events.Select(e => e.Name));
        Assert.Contains("""data-item="4151" data-field="high" data-value="1510000">1,510,000<""", events[0].Data, StringComparison.Ordinal);
        Assert.Contains("""data-field="margin" data-value="-200">""", events[0].Data, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", events[0].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_returns_gets_what_it_missed_and_nothing_twice()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        string id;
        await using (var first = await SseReader.OpenAsync(app.Http))
        {
            id = (await first.NextAsync()).Id!;
        }

        app.Upstream.Set(2, 195, Start + 50, 191, Start + 50);
        app.Upstream.Set(4151, 1_510_000, Start + 51, 1_480_000, Start - 40);
        await app.PollAsync();
        await using var byHeader = await SseReader.ConnectAsync(app.Http, "?after=nonsense", lastEventId: id);
        await using var byQuery = await SseReader.ConnectAsync(app.Http, "?after=" + id);
        var missed = await byHeader.UntilAsync("feed");

        Assert.Equal([2, 4151], missed.Select(e => (int)e.Json["item_id"]!));
        Assert.Equal(missed, await byQuery.UntilAsync("feed"));

        await using var inTheMiddle = await SseReader.ConnectAsync(app.Http, lastEventId: missed[0].Id);
        Assert.Equal(missed[1], Assert.Single(await inTheMiddle.UntilAsync("feed")));
    }

    [Theory]
    [InlineData("ffffffff-1")]
    [InlineData("nonsense")]
    [InlineData("-1")]
    public async Task A_client_whose_past_is_unknown_is_told_so_and_given_the_current_prices(string id)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=4151,1511", lastEventId: id);

        var resync = await stream.NextAsync();
        var events = await stream.UntilAsync("feed");

        Assert.Equal("resync", resync.Name);
        Assert.Equal(1_500_000, (long)Assert.Single(events).Json["high"]!);
    }

    [Fact]
    public async Task An_id_that_has_left_the_log_is_answered_with_a_resync()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Sse:ReplayWindow", "00:02:00"));
        var hub = app.Services.GetRequiredService<StreamHub>();
        var old = hub.Log.IdOf(0);

        app.Clock.Advance(TimeSpan.FromMinutes(3));
        app.Upstream.Set(2, 200, Start + 240, 190, Start - 20);
        await app.PollAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, lastEventId: old);

        Assert.Equal("resync", (await stream.NextAsync()).Name);
        Assert.Equal([2, 4151], (await stream.UntilAsync("feed")).Select(e => (int)e.Json["item_id"]!));
    }

    [Fact]
    public async Task Heartbeats_come_at_their_interval()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Sse:HeartbeatInterval", "00:00:10"));
        await using var stream = await SseReader.ConnectAsync(app.Http);
        await stream.NextAsync("feed");

        app.Clock.Advance(TimeSpan.FromSeconds(10));

        var beat = await stream.NextAsync();
        Assert.Equal("heartbeat", beat.Name);
        Assert.Equal(app.Clock.GetUtcNow().ToUnixTimeSeconds(), (long)beat.Json["ts"]!);
    }

    [Theory]
    [InlineData("?items=")]
    [InlineData("?items=0")]
    [InlineData("?items=-2")]
    [InlineData("?items=2,,4151")]
    [InlineData("?items=2;4151")]
    [InlineData("?items=99999999999")]
    [InlineData("?items=2&html=perhaps")]
    public async Task Bad_input_is_refused_by_name(string query)
    {
        await using var app = await AppFactory.StartAsync();

        using var answer = await app.Http.GetAsync(new Uri("api/v1/prices/stream" + query, UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(query.Contains("html", StringComparison.Ordinal) ? "\"html\"" : "\"items\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hundred_items_are_allowed_and_one_more_is_not()
    {
        await using var app = await AppFactory.StartAsync();
        await using var allowed = await SseReader.OpenAsync(app.Http, "?items=" + string.Join(',', Enumerable.Range(1, 200)));
        await using var refused = await SseReader.OpenAsync(app.Http, "?items=" + string.Join(',', Enumerable.Range(1, 201)));

        Assert.Equal(HttpStatusCode.OK, allowed.Status);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }

    [Fact]
    public async Task The_limit_holds_however_many_come_at_once_and_a_place_is_given_back()
    {
        await using var app = await AppFactory.StartAsync(null, ("Sse:MaxClients", "5"));

        var all = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => SseReader.OpenAsync(app.Http)));
        var (admitted, refused) = (all.Where(s => s.Status == HttpStatusCode.OK).ToList(), all.Where(s => s.Status != HttpStatusCode.OK).ToList());

        Assert.Equal(5, admitted.Count);
        Assert.All(refused, stream => Assert.Equal(HttpStatusCode.ServiceUnavailable, stream.Status));
        Assert.Equal("text/event-stream", refused[0].Response.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(refused[0].Response.Headers.RetryAfter);
        foreach (var stream in refused)
        {
            Assert.Equal("capacity", Assert.Single(await stream.UntilEndAsync()).Name);
        }

        Assert.True(refused.Select(stream => stream.Retry).Distinct().Count() > 10, "the retries are jittered");

        foreach (var stream in all)
        {
            await stream.DisposeAsync();
        }

        await Eventually.TrueAsync(() => app.Services.GetRequiredService<StreamAdmission>().Clients == 0, "every place is given back");
        await using var next = await SseReader.OpenAsync(app.Http);
        Assert.Equal(HttpStatusCode.OK, next.Status);
    }

    [Fact]
    public async Task An_address_has_its_share_of_places_and_gets_them_back()
    {
        await using var app = await AppFactory.StartAsync(null, ("Sse:MaxClientsPerAddress", "20"));
        var admission = app.Services.GetRequiredService<StreamAdmission>();

        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => SseReader.OpenAsync(app.Http)));

        Assert.Equal(20, all.Count(stream => stream.Status == HttpStatusCode.OK));
        Assert.Equal("capacity", (await all.First(stream => stream.Status != HttpStatusCode.OK).NextAsync()).Name);
        foreach (var stream in all)
        {
            await stream.DisposeAsync();
        }

        await Eventually.TrueAsync(() => admission is { Clients: 0, Addresses: 0 }, "every place is given back");
    }

    [Fact]
    public async Task Who_connects_in_a_loop_is_told_to_wait_though_there_is_room()
    {
        await using var app = await AppFactory.StartAsync(null, ("Sse:MaxClientsPerAddress", "2"));
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await using var stream = await SseReader.ConnectAsync(app.Http);
            await stream.DisposeAsync();
            await Eventually.TrueAsync(() => app.Services.GetRequiredService<StreamAdmission>().Clients == 0, "the place is given back");
        }

        var refused = new List<SseReader>();
        for (var attempt = 0; attempt < 20; attempt++)
        {
            refused.Add(await SseReader.OpenAsync(app.Http));
            await refused[^1].DisposeAsync();
        }

        Assert.Contains(refused, stream => stream.Status == HttpStatusCode.ServiceUnavailable && stream.Response.Content.Headers.ContentType?.MediaType == "text/event-stream");
        using var page = await app.Http.GetAsync(new Uri("api/v1/prices/current", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::2", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::1", "127.0.0.1", false)]
    public void An_IPv6_household_is_one_address(string one, string other, bool same) =>
        Assert.Equal(same, ClientAddress.Of(IPAddress.Parse(one)) == ClientAddress.Of(IPAddress.Parse(other)));

    [Fact]
    public async Task A_thousand_that_connect_and_leave_at_once_leave_nothing_behind()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Sse:MaxClientsPerAddress", "1000"));
        var admission = app.Services.GetRequiredService<StreamAdmission>();
        await Parallel.ForAsync(0, 1000, TestContext.Current.CancellationToken, async (number, cancellationToken) =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new(true, 0) }; // a reset, not a goodbye
            await socket.ConnectAsync(IPAddress.Loopback, app.Http.BaseAddress!.Port, cancellationToken);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /api/v1/prices/stream?items={1 + number} HTTP/1.1\r\nHost: localhost\r\n\r\n"), cancellationToken);
        });
        await app.PollAsync();

        await Eventually.TrueAsync(() => admission is { Clients: 0, Addresses: 0 }, "all are gone");
        await using var next = await SseReader.ConnectAsync(app.Http);
    }

    [Fact]
    public async Task The_metrics_tell_of_the_stream()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, lastEventId: "nonsense");
        await stream.NextAsync("feed");

        var text = await app.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.All(
            ["pricestream_streaming_clients", "pricestream_streaming_connects_total", "pricestream_streaming_published_total", "pricestream_streaming_resyncs_total", "pricestream_streaming_sent_bytes_total", "pricestream_prices_age_seconds"],
            name => Assert.Contains("\n" + name + "{", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_ends_with_a_word_when_its_life_is_over()
    {
        await using var app = await AppFactory.StartAsync(null, ("Sse:ConnectionTimeout", "00:10:00"), ("Sse:HeartbeatInterval", "01:00:00"));
        await using var stream = await SseReader.ConnectAsync(app.Http);

        app.Clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(1, app.Services.GetRequiredService<StreamAdmission>().Clients); // 20 % of jitter leave at least 8 minutes
        app.Clock.Advance(TimeSpan.FromMinutes(3));

        var bye = await stream.NextAsync("bye");
        Assert.Equal("timeout", (string)bye.Json["reason"]!);
        Assert.True(await stream.HasEndedAsync());
    }

    [Fact]
    public async Task Shutdown_says_goodbye_and_lets_nobody_in()
    {
        await using var app = await AppFactory.StartAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http);

        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal("shutdown", (string)(await stream.NextAsync("bye")).Json["reason"]!);
        Assert.True(await stream.HasEndedAsync());
    }

    [Fact]
    public async Task Switched_off_the_stream_is_not_there()
    {
        await using var app = await AppFactory.StartAsync(null, ("Sse:Enabled", "false"));
        await using var stream = await SseReader.OpenAsync(app.Http);

        Assert.Equal(HttpStatusCode.NotFound, stream.Status);
    }
}
