using PriceStream.Tests.Support;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Items.Icons;

namespace PriceStream.Tests.Items.Icons;

/// <summary>The folder of pictures is bounded in number and size.</summary>
public sealed class IconStoreTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pricestream-");

    [Theory]
    [InlineData(50, 48)] // 48 MiB are 48 of one MiB
    public void What_does_not_fit_pushes_out_the_oldest(int stored, int kept)
    {
        var store = Open();
        var picture = new byte[1 << 20];
        FakeIcons.Png.CopyTo(picture, 0);
        for (var id = 1; id <= stored; id++)
        {
            store.Store(id, "source", picture, DateTimeOffset.UnixEpoch.AddSeconds(id));
        }

        Assert.Equal((kept, (long)kept << 20), (store.Count, store.Bytes));
        Assert.Equal(kept, Directory.GetFiles(store.Folder).Length);
        Assert.Null(store.VersionOf(stored - kept, "source"));
        Assert.NotNull(store.VersionOf(stored, "source"));
        Assert.Equal((kept, (long)kept << 20), (Open().Count, Open().Bytes));
    }

    [Fact]
    public void The_same_picture_twice_counts_once()
    {
        var store = Open();
        store.Store(1, "source", FakeIcons.Png, DateTimeOffset.UnixEpoch);
        store.Store(1, "source", FakeIcons.Png, DateTimeOffset.UnixEpoch);
        Assert.Equal((1, FakeIcons.Png.Length), (store.Count, store.Bytes));
        store.Store(1, "source", FakeIcons.Gif, DateTimeOffset.UnixEpoch);
        Assert.Equal((1, FakeIcons.Gif.Length, 1), (store.Count, store.Bytes, Directory.GetFiles(store.Folder).Length));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private IconStore Open() => new(new DatabaseFile($"Data Source={Path.Combine(folder.FullName, "prices.db")}"));
}
