using System.IO.Compression;
using PriceStream.Web.Items;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Support;

/// <summary>The catalogue that the price source once sent. Not every clone has it beside it.</summary>
internal static class RecordedCatalogue
{
    private static readonly string File = Repository.PathOf(Path.Combine("..", "shared", "data", "mapping.json.gz"));

    /// <summary>In the order of names. Skips the test where there is no recording.</summary>
    public static IReadOnlyList<Item> Read()
    {
        Assert.SkipUnless(System.IO.File.Exists(File), "the recorded answers are not beside this clone");
        using var zipped = new GZipStream(System.IO.File.OpenRead(File), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zipped.CopyTo(plain);
        var items = UpstreamReader.ReadMapping(plain.ToArray()).Rows.Select(Item.Of);
        return [.. items.OrderBy(item => item.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
