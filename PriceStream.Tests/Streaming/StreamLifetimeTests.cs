using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Tests.Streaming;

/// <summary>Heartbeats and the end of streams, through the whole application.</summary>
public sealed class StreamLifetimeTests
{
    [Fact]
    public async Task Heartbeats_are_sent_at_their_interval()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Sse:HeartbeatInterval", "00:00:10"));
        await using var stream = await SseReader.ConnectAsync(app.Http);
        await stream.NextAsync("feed");

        app.Clock.Advance(TimeSpan.FromSeconds(10));

        var beat = await stream.NextAsync();
        Assert.Equal("heartbeat", beat.Name);
        Assert.Equal(app.Clock.GetUtcNow().ToUnixTimeSeconds(), (long)beat.Json["ts"]!);
    }

    [Fact]
    public async Task A_stream_ends_with_a_goodbye_at_its_maximum_age()
    {
        await using var app = await AppFactory.StartAsync(
            ("Sse:ConnectionTimeout", "00:10:00"), ("Sse:HeartbeatInterval", "01:00:00"));
        await using var stream = await SseReader.ConnectAsync(app.Http);

        app.Clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(1, app.Services.GetRequiredService<StreamAdmission>().Clients); // 20 % of jitter leave at least 8 minutes
        app.Clock.Advance(TimeSpan.FromMinutes(3));

        var bye = await stream.NextAsync("bye");
        Assert.Equal("timeout", (string)bye.Json["reason"]!);
        Assert.True(await stream.HasEndedAsync());
    }

    [Fact]
    public async Task Shutdown_ends_every_stream_with_a_goodbye()
    {
        await using var app = await AppFactory.StartAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http);

        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal("shutdown", (string)(await stream.NextAsync("bye")).Json["reason"]!);
        Assert.True(await stream.HasEndedAsync());
    }
}
