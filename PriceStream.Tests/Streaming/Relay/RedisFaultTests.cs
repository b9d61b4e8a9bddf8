using System.Net;
using System.Net.Sockets;
using System.Text;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Streaming.Relay;

/// <summary>Redis refuses, stalls or is full: pages and histories answer at once, everybody is told, and it recovers by itself.</summary>
public sealed class RedisFaultTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Never_there_the_site_starts_answers_and_says_why_no_prices_come()
    {
        await using var site = await FaultySite.CreateAsync();
        site["ConnectionStrings__Redis"] = $"127.0.0.1:{FaultySite.FreePort()}";

        await site.StartAsync();

        await TellsAsync(site);
        await AnswersAsync(site, itemsKnown: false);
    }

    [Fact]
    public async Task Stalled_pages_and_histories_answer_and_prices_come_again_when_it_goes_on()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = StallingProxy.To(redis.Address);
        await using var site = await FaultySite.CreateAsync();
        site["ConnectionStrings__Redis"] = proxy.Address;
        await site.StartAsync();
        await site.HasPricesAsync();

        proxy.Stall();
        await AnswersAsync(site, itemsKnown: true);
        await TellsAsync(site);
        await AnswersAsync(site, itemsKnown: true);

        proxy.Flow();
        await site.GoesOnAsync();
    }

    [Fact]
    public async Task Full_pages_and_histories_answer_and_prices_come_again_when_there_is_room()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var site = await FaultySite.CreateAsync();
        site["ConnectionStrings__Redis"] = redis.Address;
        await site.StartAsync();
        await site.HasPricesAsync();

        await SayAsync(redis, "CONFIG SET maxmemory 1");
        await TellsAsync(site);
        await AnswersAsync(site, itemsKnown: true);

        await SayAsync(redis, "CONFIG SET maxmemory 0");
        await site.GoesOnAsync();
    }

    private static Task TellsAsync(FaultySite site) =>
        Eventually.TrueAsync(async () => (await site.PageAsync()).Contains("Redis", StringComparison.Ordinal), "the page tells of Redis");

    private static async Task AnswersAsync(FaultySite site, bool itemsKnown)
    {
        string[] paths = itemsKnown ? ["", "items/2/item-2", "api/v1/prices/history/2", "api/v1/prices/history/2?cache=skip", "api/v1/items", "health/live"] : ["", "api/v1/items", "health/live"];
        foreach (var path in paths)
        {
            var start = TimeProvider.System.GetTimestamp();
            using var answer = await site.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, $"/{path} answers {answer.StatusCode}");
            Assert.True(TimeProvider.System.GetElapsedTime(start) < AtOnce, $"/{path} took {TimeProvider.System.GetElapsedTime(start)}");
        }
    }

    private static async Task SayAsync(RedisServer redis, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(redis.Address));
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        Assert.Equal("+OK", await new StreamReader(client.GetStream()).ReadLineAsync());
    }
}
