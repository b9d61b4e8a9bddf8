using PriceStream.Tests.History;
using PriceStream.Tests.Market;
using PriceStream.Web.History.Recent;

namespace PriceStream.Tests.Support;

/// <summary>The test classes that share the site, one after the other.</summary>
[CollectionDefinition(nameof(RecordedSite))]
public sealed class RecordedSiteTests : ICollectionFixture<RecordedSite>;

/// <summary>A site that has polled recorded prices eight times and fetched every window that it wants. Its tests share it.</summary>
public sealed class RecordedSite : IAsyncLifetime
{
    private readonly SemaphoreSlim starting = new(1);
    private MarketReference? market;

    internal RecordedUpstream Upstream { get; private set; } = null!;
    internal AppFactory App { get; private set; } = null!;
    internal RecordedHistory History { get; } = new(RecordedHistoryTests.Items);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Called by each test, because only a test can be skipped.</summary>
    internal async Task StartAsync()
    {
        await starting.WaitAsync();
        try
        {
            if (App is null)
            {
                Upstream = await RecordedUpstream.StartAsync("2");
                App = await StartAsync(Upstream, version: 2);
                await PollAsync(App, Upstream, History, version: 2, times: 8);
                await App.SyncWindowsAsync();
                await App.RunAsync<RecentMarketJob>();
            }
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>What its market should be now.</summary>
    internal async Task<MarketReference> ReadMarketAsync()
    {
        var now = App.Clock.GetUtcNow().ToUnixTimeSeconds();
        if (market?.Now != now)
        {
            market = await MarketReference.ReadAsync(Upstream, now);
        }

        return market;
    }

    internal static async Task<AppFactory> StartAsync(RecordedUpstream upstream, int version)
    {
        var app = await AppFactory.StartAsync(("Upstream:BaseAddress", upstream.AddressOf(version)));
        app.HasHealthyUpstream = true;
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(RecordedUpstream.Now));
        await app.RefreshCatalogueAsync();
        return app;
    }

    /// <summary>Polls. Each poll gets the next of the recorded prices.</summary>
    internal static async Task PollAsync(AppFactory app, RecordedUpstream upstream, RecordedHistory history, int version, int times)
    {
        for (var poll = 0; poll < times; poll++)
        {
            await upstream.StepAsync();
            await app.PollAsync();
            await history.PollAsync(upstream, version);
        }
    }

    public async ValueTask DisposeAsync()
    {
        starting.Dispose();
        if (App is not null)
        {
            await App.DisposeAsync();
        }

        if (Upstream is not null)
        {
            await Upstream.DisposeAsync();
        }
    }
}
