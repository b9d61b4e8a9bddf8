using Microsoft.Extensions.Time.Testing;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Items.Icons;

namespace PriceStream.Tests.Items.Icons;

/// <summary>The folder of pictures is bounded in number and size.</summary>
public sealed class IconStoreTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pricestream-");

    [Fact]
    public void What_does_not_fit_pushes_out_the_oldest()
    {
        const int Stored = 50;
        const int Kept = 48; // of one MiB each
        var store = Open();
        var picture = new byte[1 << 20];
        FakeIcons.Png.CopyTo(picture, 0);
        for (var id = 1; id <= Stored; id++)
        {
            store.Store($"{id}.png", picture);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((Kept, (long)Kept << 20), (store.Count, store.Bytes));
        Assert.Equal(Kept, Directory.GetFiles(store.Folder).Length);
        Assert.Null(store.VersionOf("2.png"));
        Assert.NotNull(store.VersionOf("3.png"));
        Assert.Equal((Kept, (long)Kept << 20), (Open().Count, Open().Bytes));
    }

    [Fact]
    public void The_same_picture_twice_counts_once()
    {
        var store = Open();
        store.Store("Abyssal whip.png", FakeIcons.Png);
        store.Store("Abyssal whip.png", FakeIcons.Png);
        Assert.Equal((1, FakeIcons.Png.Length), (store.Count, store.Bytes));
        store.Store("Abyssal whip.png", FakeIcons.Gif);
        Assert.Equal((1, FakeIcons.Gif.Length, 1), (store.Count, store.Bytes, Directory.GetFiles(store.Folder).Length));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private IconStore Open()
    {
        var store = new IconStore(new DataFolder(folder.FullName), clock);
        store.Load();
        return store;
    }
}
