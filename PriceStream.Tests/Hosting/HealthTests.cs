using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>The endpoints for monitors and proxies.</summary>
public sealed class HealthTests
{
    [Theory]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("health/freshness")]
    public async Task Health_responses_are_JSON_and_never_cached(string path)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("health/freshness")]
    [InlineData("metrics")]
    [InlineData("metrics/")]
    public async Task HEAD_returns_the_same_as_GET_without_the_body(string path)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var get = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Headers.CacheControl, head.Headers.CacheControl);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task HEAD_also_returns_503_when_prices_are_stale()
    {
        await using var app = await AppFactory.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "health/freshness");
        using var head = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, head.StatusCode);
    }

    [Fact]
    public async Task Without_the_upstream_and_Redis_the_site_is_ready_but_its_prices_are_not_fresh()
    {
        await using var app = await AppFactory.StartAsync(("ConnectionStrings:Redis", "127.0.0.1:1,connectTimeout=100"));
        app.Upstream.Overrides["latest"] = app.Upstream.Overrides["mapping"] = FakeUpstream.Text("", status: 500);
        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(app, "health/ready")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync(app, "health/freshness")).Status);
    }

    [Fact]
    public async Task A_site_that_lost_its_database_file_is_ready_and_reports_why_it_stores_nothing()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await ChangeAsync(app, "DROP TABLE latest_prices");

        var (status, answer) = await AskAsync(app, "health/ready");

        Assert.Equal((HttpStatusCode.OK, "Degraded"), (status, (string?)answer["status"]));
        Assert.Contains("is another database", (string?)answer["checks"]!["database"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_cannot_read_its_database_is_alive_but_not_ready()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await ChangeAsync(app, "ALTER TABLE latest_prices RENAME COLUMN item_id TO other");

        var (status, answer) = await AskAsync(app, "health/ready");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (status, (string?)answer["status"]));
        Assert.Equal("The database cannot be read", (string?)answer["checks"]!["database"]);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(app, "health/live")).Status);
    }

    [Fact]
    public async Task Freshness_goes_from_waiting_to_fresh_to_failing_to_stale_and_back()
    {
        await using var app = await AppFactory.StartAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "waiting"), await StateAsync());

        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        var (status, fresh) = await AskAsync(app, "health/freshness");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"state":"fresh","newest_trade":"2025-05-21T07:59:50Z","age_seconds":70,"stale_after_seconds":300,"""
            + "\"last_good_poll\":\"2025-05-21T08:01:00Z\",\"poll_seconds\":60,\"failing_since\":null,\"reason\":null}",
            fresh.ToJsonString());

        app.Upstream.Overrides["latest"] = FakeUpstream.Text("", status: 500);
        await app.PollAsync();
        Assert.Equal((HttpStatusCode.OK, "failing"), await StateAsync());

        app.Clock.Advance(TimeSpan.FromSeconds(300));
        var (_, stale) = await AskAsync(app, "health/freshness");
        Assert.Equal(("stale", "the price source answered 500"), ((string?)stale["state"], (string?)stale["reason"]));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stale"), await StateAsync());

        app.Upstream.Overrides.Clear();
        app.Upstream.Set(2, high: 200, highTime: app.Clock.GetUtcNow().ToUnixTimeSeconds(), low: 190, lowTime: FakeUpstream.Start);
        await app.PollAsync();
        Assert.Equal((HttpStatusCode.OK, "fresh"), await StateAsync());

        async Task<(HttpStatusCode, string?)> StateAsync() =>
            await AskAsync(app, "health/freshness") is var (asked, answer) ? (asked, (string?)answer["state"]) : default;
    }

    [Fact]
    public async Task When_the_upstream_keeps_returning_old_prices_they_become_stale()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        for (var minutes = 0; minutes < 5; minutes++)
        {
            await app.PollAsync();
        }

        Assert.Equal("stale", (string?)(await AskAsync(app, "health/freshness")).Answer["state"]);
    }

    private static async Task ChangeAsync(AppFactory app, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(app.Folder, "prices.db")}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> AskAsync(AppFactory app, string path)
    {
        using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!);
    }
}
