using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.History.Recent;

namespace PriceStream.Tests.Market;

/// <summary>A site that has fetched a generated market; tests only read it.</summary>
public sealed class MarketSite : IAsyncLifetime
{
    public const int Items = 40;

    // Half past, so that the newest hour is not the newest window.
    private const long Now = FakeUpstream.Start + 30 * 60;

    internal AppFactory App { get; private set; } = null!;
    internal MarketReference Market { get; } = MarketReference.Generate(Now, Items, seed: 7);

    public async ValueTask InitializeAsync()
    {
        App = await AppFactory.StartAsync();
        Market.Arrange(App.Upstream);
        await App.RefreshCatalogueAsync();
        App.Clock.Advance(TimeSpan.FromSeconds(Now - FakeUpstream.Start - 60));
        await App.PollAsync(); // a minute later
        await App.SyncWindowsAsync();
        await LoseWindowsAsync();
        App.Clock.SetAhead(DateTimeOffset.FromUnixTimeSeconds(Now) - App.Clock.GetUtcNow());
        await App.RunAsync<RecentMarketJob>();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    // Ten of the windows of an hour four hours ago.
    private async Task LoseWindowsAsync()
    {
        var databases = App.Services.GetRequiredService<IDbContextFactory<PriceStreamDb>>();
        await using var db = await databases.CreateDbContextAsync();
        var hour = Now / 3600 * 3600 - 4 * 3600;
        for (var start = hour; start < hour + 3000; start += 300)
        {
            Market.Lose(start);
            await db.FetchedWindows.Where(window => window.Step == 300 && window.Time == start).ExecuteDeleteAsync();
        }
    }
}
