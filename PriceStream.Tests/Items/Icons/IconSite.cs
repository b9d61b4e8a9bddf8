using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Items.Icons;

namespace PriceStream.Tests.Items.Icons;

/// <summary>A site that caches pictures from a source of the test's.</summary>
internal sealed class IconSite : IAsyncDisposable
{
    private IconSite(AppFactory app, FakeIcons source) => (App, Source) = (app, source);

    public AppFactory App { get; }
    public FakeIcons Source { get; }

    public string Folder => Path.Combine(App.Folder, "icons");

    public static async Task<IconSite> StartAsync(params (string Key, string Value)[] settings)
    {
        var source = await FakeIcons.StartAsync();
        var app = await AppFactory.StartWithPricesAsync(
            [("Icons:Mode", "Cached"), ("Icons:BaseAddress", source.Address), ("Upstream:Contact", "me@example.org"), .. settings]);
        return new(app, source);
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
    }
}
