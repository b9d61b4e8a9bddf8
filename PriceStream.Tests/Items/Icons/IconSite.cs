using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Items.Icons;

namespace PriceStream.Tests.Items.Icons;

/// <summary>A site that caches pictures from a source of the test's.</summary>
internal sealed class IconSite : IAsyncDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("pricestream-").FullName;

    private IconSite(FakeIcons source) => Source = source;

    public AppFactory App { get; private set; } = null!;
    public FakeIcons Source { get; }

    /// <summary>Where it keeps the pictures.</summary>
    public string Folder => Path.Combine(home, "icons");

    public IReadOnlyList<string> Warnings =>
        [.. App.Log.All.Where(line => line.StartsWith("Warning PriceStream.Web.Items.Icons", StringComparison.Ordinal))];

    public static async Task<IconSite> StartAsync()
    {
        var site = new IconSite(await FakeIcons.StartAsync());
        DatabaseTemplate.CopyTo(site.home, isDemo: false);
        await site.StartAppAsync();
        return site;
    }

    /// <summary>Stops the site and starts it again with what it has stored.</summary>
    public async Task RestartAsync()
    {
        await App.DisposeAsync();
        await StartAppAsync();
    }

    public async Task<(HttpResponseMessage Answer, byte[] Body)> GetAsync(string path)
    {
        var answer = await App.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    public async Task<string> TypeAsync(int itemId)
    {
        var (answer, _) = await GetAsync(string.Create(CultureInfo.InvariantCulture, $"icons/{itemId}"));
        using (answer)
        {
            return answer.Content.Headers.ContentType!.MediaType!;
        }
    }

    /// <summary>Until the background has nothing left to fetch.</summary>
    public Task IdleAsync() =>
        Eventually.TrueAsync(() => App.Services.GetRequiredService<WantedIcons>().Count == 0, "no picture is being fetched");

    /// <summary>Views an item's picture, and waits until what that started has ended.</summary>
    public async Task ViewAsync(int itemId)
    {
        await TypeAsync(itemId);
        await IdleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Source.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(home, recursive: true);
    }

    private async Task StartAppAsync()
    {
        App = await AppFactory.StartAsync(
            home, ("Icons:Mode", "Cached"), ("Icons:BaseAddress", Source.Address), ("Upstream:Contact", "me@example.org"));
        await App.RefreshCatalogueAsync();
        await App.PollAsync();
    }
}
