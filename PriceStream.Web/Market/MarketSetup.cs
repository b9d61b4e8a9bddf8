using PriceStream.Web.Market.Feeds;

namespace PriceStream.Web.Market;

/// <summary>Registers the list of all items.</summary>
public static class MarketSetup
{
    public static void AddMarket(this IServiceCollection services)
    {
        services.AddSingleton<Board>();
        services.AddSingleton<ItemSearch>();
        services.AddSingleton<MarketFeeds>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ItemJsonContext.Default));
    }
}
