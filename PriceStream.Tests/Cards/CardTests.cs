using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Cards;
using PriceStream.Web.History;
using SkiaSharp;

namespace PriceStream.Tests.Cards;

/// <summary>The picture of an item's prices, as a chat fetches it.</summary>
public sealed class CardTests
{
    private const string Whip = "items/4151/card.png";
    private const int MaxBytes = 200_000;

    [Fact]
    public async Task A_card_is_a_PNG_of_1200_by_630_for_every_period_and_for_an_item_without_a_price()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var addresses = ChartPeriod.All.Select(period => $"{Whip}?period={period.Key}");
        foreach (var address in addresses.Append("items/1511/card.png"))
        {
            using var answer = await GetAsync(app, address);
            var png = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            using var picture = SKBitmap.Decode(png);

            Assert.Equal((HttpStatusCode.OK, "image/png"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Equal((1200, 630), (picture.Width, picture.Height));
            Assert.InRange(png.Length, 10_000, MaxBytes);
            Assert.Equal(CardPalette.Paper, picture.GetPixel(2, 2));
        }

        Assert.Equal(ChartPeriod.All.Count + 1, Rendered(app));
    }

    [Fact]
    public async Task A_card_is_rendered_once_in_five_minutes_for_each_item_and_period()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var first = await ReadAsync(app, Whip);
        app.Upstream.Set(4151, high: 1_600_000, highTime: FakeUpstream.Start + 70, low: 1_590_000, lowTime: FakeUpstream.Start + 70);
        await app.PollAsync();
        Assert.Equal(first, await ReadAsync(app, Whip + "?period=7d"));
        Assert.Equal(1, Rendered(app));

        Assert.NotEqual(first, await ReadAsync(app, Whip + "?period=24h"));
        Assert.NotEqual(first, await ReadAsync(app, "items/2/card.png"));
        Assert.Equal(3, Rendered(app));

        app.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.NotEqual(first, await ReadAsync(app, Whip));
        Assert.Equal(4, Rendered(app));
    }

    [Fact]
    public async Task A_client_that_has_the_card_gets_a_304_until_there_is_another()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var first = await GetAsync(app, Whip);
        Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
        using var same = await GetAsync(app, Whip, first.Headers.ETag);
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        using var next = await GetAsync(app, Whip, first.Headers.ETag);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (same.StatusCode, next.StatusCode));
        Assert.Empty(await same.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("items/999999/card.png", HttpStatusCode.NotFound, null)]
    [InlineData("items/0/card.png", HttpStatusCode.BadRequest, "id")]
    [InlineData("items/whip/card.png", HttpStatusCode.BadRequest, "id")]
    [InlineData(Whip + "?period=2w", HttpStatusCode.BadRequest, "period")]
    [InlineData(Whip + "?period=", HttpStatusCode.BadRequest, "period")]
    public async Task An_unknown_item_is_a_404_and_a_wrong_period_a_400_that_names_it(
        string address, HttpStatusCode status, string? parameter)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var answer = await GetAsync(app, address);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(parameter, problem!["errors"]?.AsObject().Single().Key);
        if (parameter == "period")
        {
            Assert.Equal("must be one of 1h, 24h, 7d, 30d, 90d, 1y, all", (string?)problem["errors"]!["period"]![0]);
        }

        Assert.Equal(0, Rendered(app));
    }

    [Fact]
    public async Task While_too_many_cards_wait_the_last_one_is_sent_and_without_one_a_503()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var whip = await ReadAsync(app, Whip);
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        var turns = app.Services.GetRequiredService<CardTurns>();
        var end = new TaskCompletionSource<PriceCard>();
        var others = Enumerable.Range(1, CardTurns.MostWaiting)
            .Select(id => turns.GetAsync(new(id, ChartPeriod.Default), () => end.Task, TestContext.Current.CancellationToken))
            .ToList();

        Assert.Equal(whip, await ReadAsync(app, Whip));
        using var refused = await GetAsync(app, "items/2/card.png");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "2"), (refused.StatusCode, refused.Headers.RetryAfter!.ToString()));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);

        end.SetResult(new([1], Window: 0));
        await Task.WhenAll(others);
        Assert.NotEqual(whip, await ReadAsync(app, Whip));
        using var served = await GetAsync(app, "items/2/card.png");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task Cards_count_as_calls_of_the_API_do()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Api:PermitsPerMinute", "1"));
        using var first = await GetAsync(app, Whip);
        using var second = await GetAsync(app, Whip);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task A_card_does_not_make_the_site_fetch_the_past_of_its_item()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await ReadAsync(app, Whip);

        Assert.True(app.Services.GetRequiredService<PriceHistory>().IsUnasked(4151));
    }

    private static long Rendered(AppFactory app) => app.Services.GetRequiredService<CardMetrics>().Total;

    private static async Task<byte[]> ReadAsync(AppFactory app, string address)
    {
        using var answer = await GetAsync(app, address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpResponseMessage> GetAsync(AppFactory app, string address, EntityTagHeaderValue? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
