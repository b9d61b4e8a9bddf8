using PriceStream.Web.Watch.Import;

namespace PriceStream.Web.Watch;

/// <summary>Registers the lists that readers keep in their own browser.</summary>
public static class WatchSetup
{
    public static void AddWatch(this IServiceCollection services) => services.AddSingleton<ListImport>();
}
