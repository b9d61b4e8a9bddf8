using OpenTelemetry.Metrics;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Metrics as Prometheus text: each room's meter, <c>pricestream.ROOM</c>, and those of the runtime and the server.</summary>
public static class MetricsSetup
{
    private const string DefaultUrl = "http://localhost:5000"; // the server's

    public static void AddMetrics(this WebApplicationBuilder builder, SettingsReader settings)
    {
        var options = settings.Bind<MetricsOptions>();
        builder.Services.AddSingleton(options);
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("pricestream.*", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            // Prometheus reserves names that end in _count for histograms.
            .AddView("dotnet.assembly.count", "dotnet.assemblies")
            .AddView("dotnet.process.cpu.count", "dotnet.process.cpus")
            .AddView("dotnet.timer.count", "dotnet.timers")
            .AddPrometheusExporter());
        if (options.Port != 0)
        {
            AddAddress(builder, $"http://*:{options.Port}");
        }
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint(MetricsGate.Path);

    // Adds an address to the site's own, whichever way those are configured.
    private static void AddAddress(WebApplicationBuilder builder, string address)
    {
        if (builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            builder.Configuration["Kestrel:Endpoints:Metrics:Url"] = address;
            return;
        }

        builder.WebHost.UseUrls($"{SiteUrls(builder.Configuration)};{address}");
    }

    private static string SiteUrls(ConfigurationManager configuration)
    {
        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
        {
            return urls;
        }

        string[] ports =
        [
            .. Urls("http", configuration[WebHostDefaults.HttpPortsKey]),
            .. Urls("https", configuration[WebHostDefaults.HttpsPortsKey]),
        ];
        return ports.Length > 0 ? string.Join(';', ports) : DefaultUrl;
    }

    private static IEnumerable<string> Urls(string scheme, string? ports) =>
        (ports ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(port => $"{scheme}://*:{port}");
}
