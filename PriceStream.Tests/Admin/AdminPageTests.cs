using System.Net;
using System.Reflection;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Admin;

/// <summary>What the administrator's page shows, what its buttons do, and that nobody else presses them.</summary>
public sealed class AdminPageTests
{
    [Fact]
    public async Task Every_room_tells_how_it_is_doing()
    {
        await using var app = await AdminClient.StartSiteAsync(null, ("Metrics:Token", "a token of sixteen".Replace(' ', '-')));
        using var client = await AdminClient.LogInAsync(app);
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http);
        await app.HistoryAsync(4151, "24h", "");
        await app.HistoryAsync(4151, "24h", "");
        app.Upstream.Faults["latest"] = FakeUpstream.Text("", status: 500);
        await app.PollAsync();

        var page = await client.GetAsync("admin");

        string Text(string part) => string.Join(' ', page.QuerySelector($"[data-testid={part}]")!.Descendants<IText>().Select(text => text.Data.Trim()).Where(text => text.Length > 0));
        Assert.Contains("Open now 1 of at most 10,000", Text("admin-streams"), StringComparison.Ordinal);
        Assert.Contains("Addresses 1,", Text("admin-streams"), StringComparison.Ordinal);
        Assert.Contains("Admitted since the start 1", Text("admin-streams"), StringComparison.Ordinal);
        Assert.Contains("127.0.0.1: 1", Text("admin-addresses"), StringComparison.Ordinal);
        Assert.Contains("Last poll the price source answered 500", Text("admin-source"), StringComparison.Ordinal);
        Assert.Contains("the price source answered 500", Text("admin-faults"), StringComparison.Ordinal);
        Assert.Contains("Histories from the cache 1 of 2 (50 %)", Text("admin-cache"), StringComparison.Ordinal);
        Assert.Matches(@"Database [\d.]+ [KM]B, and [\d.]+ [KM]B of log .* Free on its disk [\d.,]+ [GT]B Newest backup none", Text("admin-storage"));
        Assert.Contains("Admin__PasswordHash ***", Text("admin-settings"), StringComparison.Ordinal);
        Assert.DoesNotContain("a-token-of-sixteen", page.Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(AdminClient.Hash, page.Source.Text, StringComparison.Ordinal);
        Assert.Equal(["BackupJob", "CatalogueRefreshJob", "CheckpointJob", "FirstSync", "ItemBackfillJob", "PricePollJob", "PruneJob", "RollUpJob", "StorageJob", "WindowSyncJob"],
            page.QuerySelectorAll("[data-job]").Select(job => job.GetAttribute("data-job")));
    }

    [Fact]
    public async Task Sync_asks_the_source_now_and_the_jobs_say_what_became_of_it()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);
        using (var answer = await client.PressAsync("Sync"))
        {
            Assert.Equal("/admin?done=sync", answer.Headers.Location?.OriginalString);
        }

        Assert.Equal(1_500_000, (long)(await app.GetJsonAsync("api/v1/prices/current/4151"))["data"]!["high"]!);
        Assert.Equal("good", await OutcomeAsync(client, "PricePollJob"));

        app.Upstream.Faults["latest"] = FakeUpstream.Text("[]", "text/html");
        using (await client.PressAsync("Sync"))
        {
            Assert.Equal("the price source answered text/html instead of JSON", await OutcomeAsync(client, "PricePollJob"));
        }
    }

    [Fact]
    public async Task Back_up_makes_a_backup_and_its_check_is_shown()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);
        using (await client.PressAsync("Backup"))
        {
            Assert.Single(Directory.GetFiles(Path.Combine(app.Folder, "backups"), "prices-*.db"));
        }

        Assert.Contains("sound", (await client.GetAsync("admin")).QuerySelector("[data-testid=admin-storage]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("good", await OutcomeAsync(client, "BackupJob"));
    }

    [Fact]
    public async Task Drained_every_stream_ends_with_bye_none_is_taken_and_the_site_is_not_ready_until_it_is_undrained()
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
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("")); // pages are served on: they renew themselves
        using (await client.PressAsync("Undrain"))
        {
            Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("health/ready"));
        }

        await using var again = await SseReader.ConnectAsync(app.Http);
    }

    [Fact]
    public async Task What_a_proxy_sends_is_shown_and_whether_it_is_believed()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);
        client.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");

        var way = (await client.GetAsync("admin")).QuerySelector("[data-testid=admin-way]")!.TextContent;

        Assert.Contains("192.0.2.7", way, StringComparison.Ordinal);
        Assert.Contains("is not believed", way, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_action_is_reached_without_a_login_whatever_the_method()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = new AdminClient(app);
        await client.GetAsync("admin/login");
        var pages = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("admin", StringComparison.OrdinalIgnoreCase)).ToList();

        // Whoever adds a page adds it to one of these lists knowingly.
        Assert.Equal(["admin", "admin/login"], pages.Select(page => page.RoutePattern.RawText!).Distinct().Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.Equal(page.RoutePattern.RawText == "admin/login", page.Metadata.GetMetadata<IAllowAnonymous>() is not null));

        var handlers = pages.Where(page => page.RoutePattern.RawText == "admin").Select(page => page.Metadata.GetMetadata<CompiledPageActionDescriptor>())
            .OfType<CompiledPageActionDescriptor>().SelectMany(page => page.HandlerMethods).Select(handler => handler.Name).Append(null).Append("Nothing").ToHashSet();
        handlers.UnionWith(HandlersOf(typeof(PriceStream.Web.Pages.Admin.IndexModel)));
        Assert.Superset(new HashSet<string?> { "Sync", "Backup", "Drain", "Undrain", "Logout" }, handlers!);
        var token = (await client.GetAsync("admin/login")).QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var method in (string[])["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "QUERY"])
        {
            foreach (var handler in handlers)
            {
                using var request = new HttpRequestMessage(new(method), "admin" + (handler is null ? "" : "?handler=" + handler));
                request.Content = method == "POST" ? new FormUrlEncodedContent([new("__RequestVerificationToken", token)]) : null;
                request.Headers.Add("Cookie", "pricestream-admin=CfDJ8made-up");
                using var answer = await client.Http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Equal("/admin/login", answer.Headers.Location?.OriginalString);
            }
        }

        Assert.False(app.Services.GetRequiredService<StreamHub>().Draining);
        Assert.Empty(app.Upstream.Asked);
        Assert.False(Directory.Exists(Path.Combine(app.Folder, "backups")));
        Assert.DoesNotContain(app.Log.All, line => line.Contains("has asked for", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_sites_form_does_nothing_even_in_the_administrators_browser()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);
        foreach (var handler in HandlersOf(typeof(PriceStream.Web.Pages.Admin.IndexModel)))
        {
            using var answer = await client.PostAsync("admin?handler=" + handler, new() { ["__RequestVerificationToken"] = "made up" });
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("admin"));
        Assert.False(app.Services.GetRequiredService<StreamHub>().Draining);
    }

    private static IEnumerable<string> HandlersOf(Type page) =>
        from method in page.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        where method.Name.StartsWith("OnPost", StringComparison.Ordinal)
        select method.Name.Replace("OnPost", "", StringComparison.Ordinal).Replace("Async", "", StringComparison.Ordinal);

    private static async Task<string> OutcomeAsync(AdminClient client, string job) =>
        (await client.GetAsync("admin")).QuerySelector($"[data-job={job}] [data-outcome]")!.TextContent;
}
