using System.Net;
using System.Net.Sockets;

namespace PriceStream.Web.Hosting;

/// <summary>
/// <c>PriceStream.Web --healthcheck</c>: asks the site that runs beside it, with the same settings, whether it can serve. For containers,
/// whose image has no other program that could ask.
/// </summary>
public static class HealthCheckCommand
{
    public const string Argument = "--healthcheck";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>0: it can serve. 1: it cannot, or does not answer.</summary>
    public static async Task<int> AskAsync(string[] args)
    {
        var configuration = ReadConfiguration(args);
        var (address, question) = Where(configuration);
        try
        {
            using var http = new HttpClient(Handler(address)) { Timeout = Patience };
            using var request = new HttpRequestMessage(HttpMethod.Get, question) { Headers = { Host = HostName(configuration["AllowedHosts"]) } };
            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            await Console.Out.WriteLineAsync($"{question} answers {(int)answer.StatusCode}: {body[..Math.Min(body.Length, 300)].ReplaceLineEndings(" ")}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            await Console.Out.WriteLineAsync($"{question} does not answer: {(fault is OperationCanceledException ? $"not within {Patience.TotalSeconds:0} s" : fault.Message)}");
            return 1;
        }
    }

    // The same places in the same order as the host's, without the host.
    private static IConfigurationRoot ReadConfiguration(string[] args)
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production";
        return new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory())
            .AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables("ASPNETCORE_")
            .AddJsonFile("appsettings.json", optional: true).AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables().AddCommandLine([.. args.Where(arg => arg != Argument)]).Build();
    }

    private static (BindingAddress Address, Uri Question) Where(IConfiguration configuration)
    {
        // As the server chooses: addresses before ports, ports before its default.
        var addresses = List(configuration["urls"]) is { Length: > 0 } urls ? urls
            : List(configuration["http_ports"]) is { Length: > 0 } ports ? [.. ports.Select(port => "http://*:" + port)]
            : List(configuration["https_ports"]) is { Length: > 0 } secure ? [.. secure.Select(port => "https://*:" + port)]
            : (string[])["http://localhost:5000"];
        var address = BindingAddress.Parse(addresses.FirstOrDefault(candidate => candidate.StartsWith("http:", StringComparison.Ordinal)) ?? addresses[0]);
        // "*", "+" and "0.0.0.0" are not asked but listened on; and an image without /etc/hosts knows no "localhost".
        var host = address.IsUnixPipe ? "127.0.0.1"
            : IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) ? ip.Equals(IPAddress.Any) ? "127.0.0.1" : ip.Equals(IPAddress.IPv6Any) ? "[::1]" : address.Host
            : address.Host is "*" or "+" or "localhost" ? "127.0.0.1" : address.Host;
        var port = address.IsUnixPipe ? "" : $":{address.Port}";
        return (address, new($"{address.Scheme}://{host}{port}{configuration["Proxy:PathBase"]?.Trim().TrimEnd('/')}/health/ready"));
    }

    private static string[] List(string? text) => text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static SocketsHttpHandler Handler(BindingAddress address)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = Patience };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null; // it asks itself, by a name that is not the certificate's
        if (address.IsUnixPipe)
        {
            handler.ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.UnixPipePath), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        return handler;
    }

    // Where only some host names are answered, it asks by one of them.
    private static string? HostName(string? allowed) =>
        List(allowed) is [var first, ..] && first != "*" ? first.Replace("*.", "health.", StringComparison.Ordinal) : null;
}
