using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Items;

namespace PriceStream.Tests.Items;

/// <summary>The catalogue in memory follows the database where another instance, or another file, has changed it.</summary>
public sealed class CatalogueReloadTests
{
    private const int NewItem = 30_000;

    [Fact]
    public async Task An_instance_that_follows_loads_the_catalogue_that_the_polling_instance_stored()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await StoreAsync(app);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app));

        await app.RunAsync<CatalogueReloadJob>();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app));
    }

    [Fact]
    public async Task When_the_database_is_back_its_items_are_loaded()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Services.GetRequiredService<StorageState>().Report(StorageFailureKind.Unwritable, "the disk is full");
        await StoreAsync(app);

        await app.RunAsync<StorageJob>();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app));
    }

    private static async Task StoreAsync(AppFactory app)
    {
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<PriceStreamDb>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        db.Items.Add(new() { ItemId = NewItem, Name = "New item", Examine = "", Icon = "" });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> StatusAsync(AppFactory app)
    {
        var address = new Uri($"api/v1/items/{NewItem}", UriKind.Relative);
        using var answer = await app.Http.GetAsync(address, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
