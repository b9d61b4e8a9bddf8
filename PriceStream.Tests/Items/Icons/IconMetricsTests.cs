using PriceStream.Tests.Support;

namespace PriceStream.Tests.Items.Icons;

/// <summary>The public names of the pictures' metrics.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class IconMetricsTests
{
    [Fact]
    public async Task Fetches_are_counted_by_result_and_pictures_with_their_size()
    {
        await using var site = await IconSite.StartAsync();
        await site.ViewAsync(4151);
        site.Source.Answer = FakeIcons.Sends([], null, status: 404);
        await site.ViewAsync(2);
        site.Source.Answer = FakeIcons.Sends([], null, status: 500);
        await site.ViewAsync(1511);

        var text = await site.App.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        foreach (var result in (string[])["stored", "refused", "failed"])
        {
            Assert.Matches($$"""\npricestream_items_icon_fetches_total\{[^}]*result="{{result}}"[^}]*\} 1\s""", text);
        }

        Assert.Matches(@"\npricestream_items_icons\{[^}]*\} 1\s", text);
        Assert.Matches($$"""\npricestream_items_icon_size_bytes\{[^}]*\} {{FakeIcons.Png.Length}}\s""", text);
    }
}
