using PriceStream.Tests.Support;

namespace PriceStream.Tests.Streaming.Relay;

/// <summary>Redis refuses calls, or another server becomes the master: the reason is what Redis said, and the site recovers.</summary>
public sealed class RedisErrorTests
{
    // Redis keeps the connections of the default user when its password changes, so the test closes them.
    [Theory]
    [InlineData("NOPERM", "ACL SETUSER default -eval -evalsha", "ACL SETUSER default +@all")]
    [InlineData("READONLY", "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE")]
    [InlineData("OOM", "CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0")]
    [InlineData("NOAUTH", "CONFIG SET requirepass s3cret-x|AUTH s3cret-x|CLIENT KILL TYPE normal SKIPME yes",
        "AUTH s3cret-x|CONFIG SET requirepass \"\"")]
    public async Task The_reason_is_what_Redis_said_and_prices_resume_when_Redis_is_well_again(string code, string fail, string recover)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var site = await BreakableSite.CreateAsync();
        site["ConnectionStrings__Redis"] = redis.Address;
        await site.StartAsync();
        await site.HasPricesAsync();

        await redis.SendAsync(fail.Split('|'));

        await site.LogsAsync($"Polls are suspended, because Redis answers {code}");
        await Eventually.TrueAsync(
            async () => (await site.PageAsync()).Contains($"Redis, which the instances share, answers {code}", StringComparison.Ordinal),
            $"the page shows {code}");

        await redis.SendAsync(recover.Split('|'));
        await site.GoesOnAsync();
        Assert.DoesNotContain("   at ", site.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_failover_behind_one_address_prices_resume_within_two_polls()
    {
        await using var old = await RedisServer.StartAsync();
        await using var next = await RedisServer.StartAsync();
        await next.SendAsync("REPLICAOF " + old.Address.Replace(':', ' '));
        await using var proxy = SwitchingProxy.To(old.Address);
        await using var site = await BreakableSite.CreateAsync();
        site["ConnectionStrings__Redis"] = proxy.Address;
        site["Upstream__PollSeconds"] = "2";
        await site.StartAsync();
        await site.HasPricesAsync();

        // Open connections stay with the old master, which is now a replica of the new one.
        await next.SendAsync("REPLICAOF NO ONE");
        await old.SendAsync("REPLICAOF " + next.Address.Replace(':', ' '));
        proxy.SwitchTo(next.Address);

        var shown = await site.PriceAsync();
        await site.LogsAsync("Polls are suspended, because Redis answers READONLY");
        var failed = site.Polls;
        await Eventually.TrueAsync(async () => await site.PriceAsync() > shown, "prices move again");
        Assert.InRange(site.Polls - failed, 0, 3);
        await site.GoesOnAsync();
        await CachesInAsync(next, site);
    }

    // A history that is not read from the cache is still written to it.
    private static async Task CachesInAsync(RedisServer redis, BreakableSite site)
    {
        using var monitor = await redis.MonitorAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await site.PageAsync("api/v1/prices/history/2?cache=skip");
                return monitor.Lines.Any(line => line.Contains("history:2:", StringComparison.Ordinal));
            },
            "the new master caches histories");
    }

    [Fact]
    public async Task A_site_with_a_redis_URL_has_prices_and_logs_no_secret()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.SendAsync("CONFIG SET requirepass s3cret-x");
        await using var site = await BreakableSite.CreateAsync();
        site["ConnectionStrings__Redis"] = $"redis://:s3cret-x@{redis.Address}/0";

        await site.StartAsync();
        await site.GoesOnAsync();

        Assert.Contains("Setting ConnectionStrings:Redis = 'redis://***@", site.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", site.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://:s3cret-x@127.0.0.1:{0}/0")]
    [InlineData("rediss://me:s3cret-x@127.0.0.1:{0}")]
    [InlineData("127.0.0.1:{0},password=s3cret-x,user=me")]
    public async Task While_Redis_is_away_neither_the_log_nor_a_page_has_a_secret(string address)
    {
        await using var site = await BreakableSite.CreateAsync();
        site["ConnectionStrings__Redis"] = string.Format(null, address, BreakableSite.FreePort());
        site["Logging__LogLevel__Default"] = "Trace";
        site["Admin__PasswordHash"] = AdminClient.Hash;

        await site.StartAsync();
        await site.LogsAsync("it does not answer");
        using var client = await AdminClient.LogInAsync(site.Http.BaseAddress!);

        Assert.DoesNotContain("s3cret", (await client.GetAsync("admin")).Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", await site.PageAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", site.Log, StringComparison.Ordinal);
    }
}
