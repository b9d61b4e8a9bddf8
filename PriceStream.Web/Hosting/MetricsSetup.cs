using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Metrics as Prometheus text: each room's meter, <c>pricestream.ROOM</c>, and those of the runtime and the server.</summary>
public static class MetricsSetup
{
    private const string DefaultUrl = "http://localhost:5000"; // the server's

    /// <summary>More than any tags of ours make. The exporter reserves memory for as many: 10 MB at its own default of 2,000.</summary>
    private const int SeriesPerMetric = 200;

    /// <summary>Prometheus reserves names that end in _count for histograms.</summary>
    private static readonly Dictionary<string, string> Renamed = new()
    {
        ["dotnet.assembly.count"] = "dotnet.assemblies",
        ["dotnet.process.cpu.count"] = "dotnet.process.cpus",
        ["dotnet.timer.count"] = "dotnet.timers",
    };

    public static void AddMetrics(this WebApplicationBuilder builder, SettingsReader settings)
    {
        var options = settings.Bind<MetricsOptions>();
        builder.Services.AddSingleton(options);
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("pricestream.*", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            .AddView(StreamOf)
            .AddPrometheusExporter());
        if (options.Port != 0)
        {
            AddAddress(builder, $"http://*:{options.Port}");
        }
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint(MetricsGate.Path);

    private static MetricStreamConfiguration StreamOf(Instrument instrument) =>
        new() { Name = Renamed.GetValueOrDefault(instrument.Name), CardinalityLimit = SeriesPerMetric };

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
