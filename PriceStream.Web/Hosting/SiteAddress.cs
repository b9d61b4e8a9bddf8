using System.Net;

namespace PriceStream.Web.Hosting;

/// <summary>The address at which a site's readiness is checked.</summary>
/// <param name="HostName">The Host header; null for the host in the URL.</param>
/// <param name="SocketPath">The Unix socket to connect to; null for the host and port of the URL.</param>
/// <param name="TrustAnyCertificate">True for a site on this machine, whose certificate does not name the address.</param>
internal sealed record SiteAddress(Uri Url, string? HostName = null, string? SocketPath = null, bool TrustAnyCertificate = false)
{
    private const string Loopback = "127.0.0.1";

    /// <summary>The readiness endpoint of the site that starts with these arguments and this process's environment.</summary>
    public static SiteAddress Of(string[] args)
    {
        var configuration = ReadConfiguration(args);
        var address = BindingAddress.Parse(AddressIn(configuration));
        var site = address.IsUnixPipe ? Loopback : $"{ConnectHost(address.Host)}:{address.Port}";
        var pathBase = configuration["Proxy:PathBase"]?.Trim().TrimEnd('/');
        return new(
            new($"{address.Scheme}://{site}{pathBase}/health/ready"),
            HostNameIn(configuration["AllowedHosts"]),
            address.IsUnixPipe ? address.UnixPipePath : null,
            TrustAnyCertificate: true);
    }

    // The same sources in the same order as the host's, without the host.
    private static IConfigurationRoot ReadConfiguration(string[] args)
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
            ?? "Production";
        return new ConfigurationBuilder()
            .SetBasePath(Directory.GetCurrentDirectory())
            .AddEnvironmentVariables("DOTNET_")
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine(args)
            .Build();
    }

    // Follows the server: addresses take precedence over ports, and ports over the default. Prefers http to https.
    private static string AddressIn(IConfiguration configuration)
    {
        IReadOnlyList<string>[] choices =
        [
            Split(configuration["urls"]),
            [.. Split(configuration["http_ports"]).Select(port => "http://*:" + port)],
            [.. Split(configuration["https_ports"]).Select(port => "https://*:" + port)],
            ["http://localhost:5000"],
        ];
        var addresses = choices.First(choice => choice.Count > 0);
        return addresses.FirstOrDefault(address => address.StartsWith("http:", StringComparison.Ordinal)) ?? addresses[0];
    }

    // A wildcard address cannot be connected to, and an image without /etc/hosts cannot resolve "localhost".
    private static string ConnectHost(string host)
    {
        if (host is "*" or "+" or "localhost")
        {
            return Loopback;
        }

        if (!IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            return host;
        }

        if (address.Equals(IPAddress.Any))
        {
            return Loopback;
        }

        return address.Equals(IPAddress.IPv6Any) ? "[::1]" : host;
    }

    // The first allowed host name, unless all are allowed.
    private static string? HostNameIn(string? allowedHosts) =>
        Split(allowedHosts) is [var first, ..] && first != "*" ? first.Replace("*.", "health.", StringComparison.Ordinal) : null;

    private static string[] Split(string? text) =>
        text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
