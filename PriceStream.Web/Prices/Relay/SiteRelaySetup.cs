using PriceStream.Web.Data;
using PriceStream.Web.Data.Postgres;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Web.Prices.Relay;

/// <summary>
/// Registers the relay and the lease of a site with several instances: Redis where one is configured, else PostgreSQL where it has the
/// data, else neither.
/// </summary>
internal static class SiteRelaySetup
{
    public static void AddSiteRelay(this IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton(new SiteRelay(AddLog(services, settings)));
        services.AddHostedService<LeaseService>();
    }

    private static string AddLog(IServiceCollection services, SettingsReader settings)
    {
        if (services.TryAddRedisLog<Price>(settings, out var server))
        {
            services.AddSingleton<IWriterLease, RedisWriterLease>();
            services.AddRelay<Price>();
            return "Redis Stream at " + server;
        }

        if (services.UsesPostgres())
        {
            services.AddPostgresRelay();
            services.AddSingleton<IRelayLog>(provider =>
            {
                var state = provider.GetRequiredService<StorageState>();
                return new PostgresRelayLog(
                    provider.GetRequiredService<RelayFormat<Price>>().Name,
                    provider.GetRequiredService<PostgresRelayTable>(),
                    provider.GetRequiredService<Outbox>().SaveAsync,
                    provider.GetRequiredService<IWriterLease>(),
                    provider.GetRequiredService<SseOptions>(),
                    () => !state.CanRead);
            });
            services.AddRelay<Price>();
            return "PostgreSQL table";
        }

        return "none";
    }
}
