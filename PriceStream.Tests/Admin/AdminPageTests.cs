using AngleSharp.Dom;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Admin;

/// <summary>What the administrator's page shows.</summary>
public sealed class AdminPageTests
{
    private static readonly string[] Jobs =
    [
        "BackupJob", "CatalogueRefreshJob", "CheckpointJob", "FirstSync", "ItemBackfillJob",
        "PricePollJob", "PruneJob", "RecentMarketJob", "RollUpJob", "StorageJob", "WindowSyncJob",
    ];

    [Fact]
    public async Task The_page_shows_the_state_of_every_room()
    {
        await using var app = await AdminClient.StartSiteAsync(("Metrics:Token", "a-token-of-sixteen"));
        using var client = await AdminClient.LogInAsync(app);
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http);
        await app.HistoryAsync(4151, "24h", query: "");
        await app.HistoryAsync(4151, "24h", query: "");
        app.Upstream.Overrides["latest"] = FakeUpstream.Text("", status: 500);
        await app.PollAsync();

        var page = await client.GetAsync("admin");

        AssertShows(page, "admin-streams", "Open now 1 of at most 10,000");
        AssertShows(page, "admin-streams", "Addresses 1,");
        AssertShows(page, "admin-streams", "Admitted since the start 1");
        AssertShows(page, "admin-streams", "Refused none");
        AssertShows(page, "admin-addresses", "127.0.0.1: 1");
        AssertShows(page, "admin-source", "Price API version 1");
        AssertShows(page, "admin-source", "Last poll the price source answered 500");
        AssertShows(page, "admin-faults", "the price source answered 500");
        AssertShows(page, "admin-cache", "Histories from the cache 1 of 2 (50 %)");
        AssertShows(page, "admin-storage", "Database writes working");
        Assert.Matches(
            @"Database [\d.]+ [KM]B, and [\d.]+ [KM]B of log .* Free on its disk [\d.,]+ [GT]B Newest backup none",
            TextOf(page, "admin-storage"));
        AssertShows(page, "admin-tax", "In force 1 % since 2021-12-09 18:00:00 UTC, at most 5,000,000 gp, 14 items exempt");
        AssertShows(page, "admin-tax", "From Tax__File no further rules");
        AssertShows(page, "admin-settings", "Admin__PasswordHash ***");
        Assert.DoesNotContain("a-token-of-sixteen", page.Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(AdminClient.Hash, page.Source.Text, StringComparison.Ordinal);
        Assert.Equal(Jobs, page.QuerySelectorAll("[data-job]").Select(job => job.GetAttribute("data-job")));
    }

    [Fact]
    public async Task The_page_shows_refused_streams_and_why_they_were_refused()
    {
        await using var app = await AdminClient.StartSiteAsync(("Sse:MaxClients", "1"));
        using var client = await AdminClient.LogInAsync(app);
        await using var stream = await SseReader.ConnectAsync(app.Http);
        await using var refused = await SseReader.OpenAsync(app.Http);

        var page = await client.GetAsync("admin");

        AssertShows(page, "admin-streams", "Refused 1 full");
        var warnings = page.QuerySelectorAll("[data-testid=admin-streams] dd.warns");
        Assert.Equal(["1 of at most 1", "1 full"], warnings.Select(fact => fact.TextContent));
    }

    [Fact]
    public async Task The_page_shows_the_proxys_headers_and_whether_the_site_trusts_them()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);
        client.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");

        var page = await client.GetAsync("admin");

        AssertShows(page, "admin-way", "192.0.2.7");
        AssertShows(page, "admin-way", "is not trusted");
    }

    private static void AssertShows(IDocument page, string part, string text) =>
        Assert.Contains(text, TextOf(page, part), StringComparison.Ordinal);

    private static string TextOf(IDocument page, string part)
    {
        var texts = page.QuerySelector($"[data-testid={part}]")!.Descendants<IText>().Select(text => text.Data.Trim());
        return string.Join(' ', texts.Where(text => text.Length > 0));
    }
}
