using Microsoft.Extensions.Time.Testing;
using PriceStream.Web.Demo;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Support;

/// <summary>The demo market as its client sees it, at a time that the test chooses.</summary>
internal static class DemoUpstream
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static async Task<Dictionary<int, UpstreamPrice>> LatestAsync(int seed, DateTimeOffset now) =>
        UpstreamReader.ReadLatest(await AskAsync(seed, now, "latest"), now).Rows.ToDictionary();

    public static async Task<byte[]> AskAsync(int seed, DateTimeOffset now, string path)
    {
        using var http = Client(seed, now);
        return await http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
    }

    public static HttpClient Client(int seed, DateTimeOffset now) =>
        new(Handler(seed, now)) { BaseAddress = new("https://prices.example/api/v1/osrs/") };

    public static DemoMarketHandler Handler(int seed, DateTimeOffset now)
    {
        var (market, clock) = (new DemoMarket(seed), new FakeTimeProvider(now));
        return new(market, new DemoControl(market, clock), clock);
    }
}
