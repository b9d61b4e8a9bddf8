using System.Net;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Admin;

/// <summary>What the buttons of the administrator's page do.</summary>
public sealed class AdminActionsTests
{
    [Fact]
    public async Task Sync_polls_the_upstream_at_once_and_the_jobs_show_the_outcome()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);
        using (var answer = await client.PressAsync("Sync"))
        {
            Assert.Equal("/admin?done=sync", answer.Headers.Location?.OriginalString);
        }

        Assert.Equal(1_500_000, (long)(await app.GetJsonAsync("api/v1/prices/current/4151"))["data"]!["high"]!);
        Assert.Equal("good", await OutcomeAsync(client, "PricePollJob"));

        app.Upstream.Overrides["latest"] = FakeUpstream.Text("[]", "text/html");
        using (await client.PressAsync("Sync"))
        {
            Assert.Equal("the price source answered text/html instead of JSON", await OutcomeAsync(client, "PricePollJob"));
        }
    }

    [Fact]
    public async Task Back_up_makes_a_backup_and_the_page_shows_its_check()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);
        using (await client.PressAsync("Backup"))
        {
            Assert.Single(Directory.GetFiles(Path.Combine(app.Folder, "backups"), "prices-*.db"));
        }

        var storage = (await client.GetAsync("admin")).QuerySelector("[data-testid=admin-storage]")!.TextContent;
        Assert.Contains("sound", storage, StringComparison.Ordinal);
        Assert.Equal("good", await OutcomeAsync(client, "BackupJob"));
    }

    [Fact]
    public async Task A_drained_site_ends_every_stream_with_bye_refuses_new_ones_and_is_not_ready_until_it_is_undrained()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SseReader.ConnectAsync(app.Http)));

        using (await client.PressAsync("Drain"))
        {
            foreach (var stream in streams)
            {
                var bye = (await stream.UntilEndAsync())[^1];
                Assert.Equal(("bye", """{"reason":"drain"}"""), (bye.Name, bye.Data));
                await stream.DisposeAsync();
            }
        }

        await using (var refused = await SseReader.OpenAsync(app.Http))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "capacity"), (refused.Status, (await refused.NextAsync()).Name));
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await client.StatusAsync("health/ready"));
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("health/live"));
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("")); // pages are still served: they reload on their own
        using (await client.PressAsync("Undrain"))
        {
            Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("health/ready"));
        }

        await using var again = await SseReader.ConnectAsync(app.Http);
    }

    [Fact]
    public async Task Only_the_actions_on_offer_have_a_button()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);

        Assert.Equal(["Sync now", "Back up now", "Drain streams"], await ButtonsAsync(client));
        using (await client.PressAsync("Drain"))
        {
            Assert.Equal(["Sync now", "Back up now", "Accept streams again"], await ButtonsAsync(client));
        }
    }

    [Theory]
    [InlineData("sync", "The source was asked for the catalogue and the prices. The result is under Jobs.")]
    [InlineData("undrain", "New streams are accepted again.")]
    [InlineData("nothing", null)]
    public async Task After_an_action_the_page_confirms_it(string done, string? confirmation)
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);

        var page = await client.GetAsync("admin?done=" + done);

        Assert.Equal(confirmation, page.QuerySelector("[data-testid=admin-notice]")?.TextContent);
    }

    private static async Task<IEnumerable<string>> ButtonsAsync(AdminClient client) =>
        (await client.GetAsync("admin")).QuerySelectorAll(".admin-actions button").Select(button => button.TextContent);

    private static async Task<string> OutcomeAsync(AdminClient client, string job) =>
        (await client.GetAsync("admin")).QuerySelector($"[data-job={job}] [data-outcome]")!.TextContent;
}
