using PriceStream.Tests.Support;

namespace PriceStream.Tests.Streaming.Relay;

/// <summary>Redis is down, stalls or is full: pages and histories answer at once, the page reports it, and the site recovers.</summary>
public sealed class RedisFailureTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Without_Redis_the_site_starts_serves_and_reports_why_it_has_no_prices()
    {
        await using var site = await BreakableSite.CreateAsync();
        site["ConnectionStrings__Redis"] = $"127.0.0.1:{BreakableSite.FreePort()}";

        await site.StartAsync();

        await ReportsRedisAsync(site);
        await AnswersAsync(site, itemsKnown: false);
    }

    [Fact]
    public async Task While_Redis_stalls_pages_and_histories_keep_working_and_prices_resume_afterwards()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = StallingProxy.To(redis.Address);
        await using var site = await BreakableSite.CreateAsync();
        site["ConnectionStrings__Redis"] = proxy.Address;
        await site.StartAsync();
        await site.HasPricesAsync();

        proxy.Stall();
        await AnswersAsync(site, itemsKnown: true);
        await ReportsRedisAsync(site);
        await AnswersAsync(site, itemsKnown: true);

        proxy.Flow();
        await site.GoesOnAsync();
    }

    [Fact]
    public async Task While_Redis_is_full_pages_and_histories_keep_working_and_prices_resume_afterwards()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var site = await BreakableSite.CreateAsync();
        site["ConnectionStrings__Redis"] = redis.Address;
        await site.StartAsync();
        await site.HasPricesAsync();

        await redis.SendAsync("CONFIG SET maxmemory 1");
        await ReportsRedisAsync(site);
        await AnswersAsync(site, itemsKnown: true);

        await redis.SendAsync("CONFIG SET maxmemory 0");
        await site.GoesOnAsync();
    }

    private static Task ReportsRedisAsync(BreakableSite site) =>
        Eventually.TrueAsync(async () => (await site.PageAsync()).Contains("Redis", StringComparison.Ordinal), "the page mentions Redis");

    private static async Task AnswersAsync(BreakableSite site, bool itemsKnown)
    {
        string[] paths = ["", "api/v1/items", "health/live"];
        string[] ofItem = ["items/2/item-2", "api/v1/prices/history/2", "api/v1/prices/history/2?cache=skip"];
        foreach (var path in itemsKnown ? paths.Concat(ofItem) : paths)
        {
            var start = TimeProvider.System.GetTimestamp();
            using var answer = await site.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, $"/{path} answers {answer.StatusCode}");
            Assert.True(TimeProvider.System.GetElapsedTime(start) < AtOnce, $"/{path} took {TimeProvider.System.GetElapsedTime(start)}");
        }
    }
}
