using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using PriceStream.Web;
using PriceStream.Web.Admin;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Demo;
using PriceStream.Web.History;
using PriceStream.Web.Hosting;
using PriceStream.Web.Items;
using PriceStream.Web.Market;
using PriceStream.Web.Pages;
using PriceStream.Web.Prices;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming;
using PriceStream.Web.Upstream;

if (args is [HashPasswordCommand.Name])
{
    return HashPasswordCommand.Run();
}

if (args.Contains(HealthCheckCommand.Argument))
{
    return await HealthCheckCommand.AskAsync(args); // each half minute, so without all that follows
}

try
{
    var builder = WebApplication.CreateBuilder(ContentRoot.Of(args));
    builder.WebHost.UseStaticWebAssets(); // otherwise only Development serves them from a build that is not published
    // A start that fails is told once, below; the host would log it with its whole stack before that.
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    var settings = new SettingsReader(builder.Configuration);
    builder.Services.AddSingleton(TimeProvider.System);
    builder.AddLog(settings);
    builder.Services.AddProxy(settings);
    builder.Services.AddData(settings);
    if (DatabaseCommands.Find(args) is { } command)
    {
        settings.ThrowIfFaulty();
        builder.Logging.ClearProviders(); // it tells what it did by itself
        return await command(builder.Build().Services);
    }

    builder.Services.AddDemo(builder.Services.AddUpstream(settings));
    builder.Services.AddStreaming(settings);
    builder.Services.AddItems();
    builder.Services.AddHistory(settings);
    builder.Services.AddPrices(settings);
    builder.Services.AddMarket();
    builder.Services.AddAdmin(settings);
    builder.Services.AddPages(settings);
    builder.Services.AddPageCompression();
    builder.Services.AddLimits(settings);
    builder.AddObservability(settings);
    builder.Services.AddSchedule();
    builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
    builder.Services.AddProblemDetails();
    builder.Services.AddOpenApi();
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));
    settings.ThrowIfFaulty();
    builder.Services.AddSingleton(settings.Effective);

    var app = builder.Build();
    app.Services.GetRequiredService<EffectiveSettings>().Log(app.Logger);
    await app.Services.PrepareDatabaseAsync(() => UpgradeNotice.ShowAsync(args));
    await app.Services.LoadCatalogueAsync();
    await app.Services.LoadHistoryAsync();
    await app.Services.LoadPricesAsync();

    app.UseProxy();
    app.UseResponseCompression();
    app.UseSecurityHeaders();
    app.UseMetricsGate();
    app.UseErrorPages();
    app.UseRouting();
    app.UseRateLimiter();
    app.UseAdmin();
    app.UseDatabaseFailover();
    app.MapStaticAssets();
    app.MapRazorPages().WithStaticAssets();
    app.MapHealth();
    app.MapFreshness();
    app.MapMetrics();
    app.MapOpenApi();
    var api = app.MapGroup("/api/v1").LimitCalls();
    api.MapItems();
    api.MapPrices();
    app.MapDemoControl();
    app.UseSchedule();
    await app.RunAsync();
    return 0;
}
catch (SettingsException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
catch (DatabaseRefusedException fault)
{
    await Console.Error.WriteLineAsync($"PriceStream did not start: {fault.Message}");
    return 1;
}
catch (IOException fault) when (fault.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"PriceStream did not start: {fault.Message}");
    return 1;
}
