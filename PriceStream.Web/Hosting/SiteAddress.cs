using System.Net;

namespace PriceStream.Web.Hosting;

/// <summary>Where a site is asked whether it can serve.</summary>
/// <param name="HostName">The name to ask it by; null for the one in the URL.</param>
/// <param name="SocketPath">The Unix socket to connect to; null for the host and port of the URL.</param>
/// <param name="TrustAnyCertificate">For a site on this machine, which is asked by an address that its certificate does not name.</param>
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

    // As the server chooses: addresses before ports, ports before its default. Without encryption where there is a choice.
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

    // Some addresses are for listening, not for connecting; and an image without /etc/hosts cannot resolve "localhost".
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

    // Where only some host names are answered, the first of them.
    private static string? HostNameIn(string? allowedHosts) =>
        Split(allowedHosts) is [var first, ..] && first != "*" ? first.Replace("*.", "health.", StringComparison.Ordinal) : null;

    private static string[] Split(string? text) =>
        text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
