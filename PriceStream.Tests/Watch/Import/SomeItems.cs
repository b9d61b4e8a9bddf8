using PriceStream.Web.Items;
using PriceStream.Web.Watch.Import;

namespace PriceStream.Tests.Watch.Import;

/// <summary>A small catalogue for imports.</summary>
internal static class SomeItems
{
    private static readonly (int Id, string Name)[] All =
    [
        (2, "Cannonball"), (199, "Grimy guam leaf"), (201, "Grimy marrentill"), (561, "Nature rune"), (1755, "Chisel"),
        (2309, "Bread"), (4151, "Abyssal whip"), (11_802, "Armadyl godsword"), (20_997, "Twisted bow"),
    ];

    public static ListImport Import()
    {
        var catalogue = new Catalogue();
        catalogue.Merge(All.Select(item => new Item(item.Id, item.Name, "", "", true, null, null, null, null)));
        return new(catalogue);
    }

    public static ImportPreview Read(string text)
    {
        Assert.True(Import().TryRead(text, out var preview, out var error), error);
        return preview;
    }

    public static string ErrorOf(string text)
    {
        Assert.False(Import().TryRead(text, out _, out var error));
        return error;
    }

    public static string IdsOf(ImportPreview preview) => string.Join(',', preview.Found.Select(item => item.ItemId));
}
