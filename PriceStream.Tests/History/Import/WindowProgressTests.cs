using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.History.Import;

/// <summary>The progress of a catch-up, as the pages show it.</summary>
public sealed class WindowProgressTests
{
    private const long Start = FakeUpstream.Start; // a whole hour

    [Fact]
    public async Task An_empty_answer_for_one_width_does_not_end_a_catch_up()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 65));
        app.Upstream.Windows[("5m", Start - 300)] = new() { ["2"] = FakeUpstream.Window(high: 200, highVolume: 1, low: 190, lowVolume: 1) };
        app.Upstream.Windows[("1h", Start - 3600)] = new();

        await app.SyncWindowsAsync();
        var page = await app.GetPageAsync("progress");
        Assert.Equal("Loading history: 287 of 287", page.QuerySelector("[data-testid=progress]")!.TextContent.Trim());

        app.Upstream.Windows[("1h", Start - 3600)] =
            new() { ["2"] = FakeUpstream.Window(high: 200, highVolume: 1, low: 190, lowVolume: 1) };
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.SyncWindowsAsync();

        Assert.Equal(new(287 + 180, 287 + 180), app.Services.GetRequiredService<WindowSync>().Progress);
        Assert.Null((await app.GetPageAsync("progress")).QuerySelector("[data-testid=progress]"));
    }
}
