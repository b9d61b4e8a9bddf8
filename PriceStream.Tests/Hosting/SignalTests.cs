using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>The signals that end a site.</summary>
public sealed class SignalTests
{
    [Theory]
    [InlineData("HUP")]
    [InlineData("TERM")]
    public async Task A_signal_ends_streams_with_a_last_message_and_the_process_with_exit_code_0(string signal)
    {
        await using var site = await BreakableSite.StartAsync();
        await using var stream = await SseReader.ConnectAsync(site.Http);

        await SiteProcess.RunAsync("kill", ["-" + signal, $"{site.ProcessId}"]);

        Assert.Equal("bye", (await stream.UntilEndAsync())[^1].Name);
        Assert.Equal(0, await site.EndAsync());
        Assert.Equal("ok", site.Read<string>("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_site_started_with_nohup_goes_on_after_its_terminal_has_closed()
    {
        await using var site = await BreakableSite.CreateAsync();
        site.Wrapper = ["nohup"];
        await site.StartAsync();
        await site.HasPricesAsync();

        await SiteProcess.RunAsync("kill", ["-HUP", $"{site.ProcessId}"]);

        await site.GoesOnAsync();
        await site.StopAsync();
    }
}
