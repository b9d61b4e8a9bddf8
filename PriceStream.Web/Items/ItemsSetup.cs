using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Items.Icons;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Items;

/// <summary>Registers the catalogue.</summary>
public static class ItemsSetup
{
    public static void AddItems(this IServiceCollection services)
    {
        services.AddSingleton<Catalogue>();
        services.AddSingleton<CatalogueLoader>();
        services.AddSingleton<CatalogueStatus>();
        services.AddSingleton<Delisting>();
        services.AddSingleton<CatalogueRefresh>();
        services.AddSingleton<ReportedItems>();
        services.AddTransient<CatalogueRefreshJob>();
        services.AddTransient<CatalogueReloadJob>();
        services.AddSingleton<MemoryReload>(provider => provider.GetRequiredService<CatalogueLoader>().LoadAsync);
        services.AddSingleton<KnownItems>(provider =>
        {
            var catalogue = provider.GetRequiredService<Catalogue>();
            return () => [.. catalogue.ByName.Select(item => item.ToRow())];
        });
    }

    /// <summary>Registers the pictures of items. Without a cache nothing runs, and no file is read.</summary>
    public static void AddIcons(this IServiceCollection services, SettingsReader settings)
    {
        var icons = settings.Bind<ItemIcons>();
        services.AddSingleton(icons);
        services.AddSingleton<IconStore>();
        services.AddSingleton<WantedIcons>();
        services.AddSingleton<IconOutage>();
        services.AddSingleton<ItemPictures>();
        if (icons.Mode == IconMode.Cached)
        {
            services.AddSingleton<IconMetrics>();
            services.AddHostedService<IconFetcher>();
        }
    }

    /// <summary>Loads the items that an earlier run stored, so that pages have them before the first refresh.</summary>
    public static Task LoadCatalogueAsync(this IServiceProvider services, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<CatalogueLoader>().LoadAsync(cancellationToken);
}
