using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Streaming;

/// <summary>Clients that come back with an id, through the whole application.</summary>
public sealed class ReplayTests
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_returning_client_gets_everything_it_missed_exactly_once()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        string id;
        await using (var first = await SseReader.OpenAsync(app.Http))
        {
            id = (await first.NextAsync()).Id!;
        }

        app.Upstream.Set(2, high: 195, highTime: Start + 50, low: 191, lowTime: Start + 50);
        app.Upstream.Set(4151, high: 1_510_000, highTime: Start + 51, low: 1_480_000, lowTime: Start - 40);
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
    public async Task A_client_with_an_unknown_id_gets_a_resync_and_the_current_prices(string id)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=4151,1511", lastEventId: id);

        var resync = await stream.NextAsync();
        var events = await stream.UntilAsync("feed");

        Assert.Equal("resync", resync.Name);
        Assert.Equal(1_500_000, (long)Assert.Single(events).Json["high"]!);
    }

    [Fact]
    public async Task A_client_whose_id_has_left_the_replay_buffer_gets_a_resync_and_the_current_prices()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Sse:ReplayWindow", "00:02:00"));
        var hub = app.Services.GetRequiredService<StreamHub>();
        var old = hub.Log.IdOf(0);

        app.Clock.Advance(TimeSpan.FromMinutes(3));
        app.Upstream.Set(2, high: 200, highTime: Start + 240, low: 190, lowTime: Start - 20);
        await app.PollAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, lastEventId: old);

        Assert.Equal("resync", (await stream.NextAsync()).Name);
        Assert.Equal([2, 4151], (await stream.UntilAsync("feed")).Select(e => (int)e.Json["item_id"]!));
    }
}
