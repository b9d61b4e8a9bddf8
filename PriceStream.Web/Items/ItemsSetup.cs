using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Market;

namespace PriceStream.Web.Items;

public static class ItemsSetup
{
    public static void AddItems(this IServiceCollection services)
    {
        services.AddSingleton<ItemSearch>();
        services.AddSingleton<CatalogueStatus>();
        services.AddTransient<CatalogueRefreshJob>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ItemJsonContext.Default));
    }

    /// <summary>A catalogue that an earlier run stored is as good as a fetched one until the next refresh.</summary>
    public static async Task LoadCatalogueAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PriceStreamDb>>().CreateDbContextAsync(cancellationToken);
        if (await db.Items.AnyAsync(cancellationToken))
        {
            services.GetRequiredService<CatalogueStatus>().Stored();
        }
    }
}
