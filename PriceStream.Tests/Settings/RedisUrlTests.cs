using System.Net;
using PriceStream.Tests.Support;
using PriceStream.Web.Settings;

namespace PriceStream.Tests.Settings;

/// <summary>Redis addresses as URLs, and none of their secrets anywhere.</summary>
public sealed class RedisUrlTests
{
    [Theory]
    [InlineData("redis://localhost", "localhost:6379", null, null, 0, false)]
    [InlineData("redis://:s3cret-x@127.0.0.1:6399/0", "127.0.0.1:6399", null, "s3cret-x", 0, false)]
    [InlineData("rediss://me:s3cret-x@redis.example:6380/3", "redis.example:6380", "me", "s3cret-x", 3, true)]
    [InlineData("REDIS://:s3cret-x@localhost/", "localhost:6379", null, "s3cret-x", 0, false)]
    [InlineData("redis://m%40e:s3%2Fcret%25@[::1]:6399", "[::1]:6399", "m@e", "s3/cret%", 0, false)]
    [InlineData("redis://:s3/c#r@e?t,x@localhost:6379/1", "localhost:6379", null, "s3/c#r@e?t,x", 1, false)]
    public void A_URL_has_user_password_host_port_and_database(
        string url, string address, string? user, string? password, int database, bool isSecure)
    {
        var settings = TestSettings.Reader(("ConnectionStrings:Redis", url));
        var redis = settings.Bind<RedisOptions>().ToConfiguration()!;

        Assert.Empty(settings.Errors);
        Assert.Equal(address, Assert.Single(redis.EndPoints) is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : redis.EndPoints[0].ToString());
        Assert.Equal((user, password, database, isSecure), (redis.User, redis.Password, redis.DefaultDatabase, redis.Ssl));
        Assert.DoesNotContain("s3", settings.Effective.All.Single().Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://s3cret-x@localhost")]
    [InlineData("redis://:s3cret-x@")]
    [InlineData("redis://:s3cret-x@localhost:65536")]
    [InlineData("redis://:s3cret-x@localhost/first")]
    [InlineData("redis://localhost?password=s3cret-x")]
    [InlineData("redis://:s3cret-x@localhost:6379,ssl=true")]
    [InlineData("unix://:s3cret-x@/var/run/redis.sock")]
    [InlineData("http://:s3cret-x@localhost")]
    [InlineData("redis-sentinel://:s3cret-x@localhost:26379")]
    [InlineData("localhost:6379,password=a,s3cret-x")]
    [InlineData("localhost:6379,connectTimeout=s3cret-x")]
    public void Any_other_address_is_an_error_that_does_not_show_it(string address)
    {
        var settings = TestSettings.Reader(("ConnectionStrings:Redis", address));
        settings.Bind<RedisOptions>();

        var error = Assert.Single(settings.Errors);
        Assert.StartsWith(
            "ConnectionStrings:Redis (environment: ConnectionStrings__Redis) is not usable; allowed: a Redis address such as",
            error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_may_look_like_a_URL()
    {
        var redis = TestSettings.Reader(("ConnectionStrings:Redis", "localhost:6379,password=a://b")).Bind<RedisOptions>();

        Assert.Equal("a://b", redis.ToConfiguration()?.Password);
    }
}
