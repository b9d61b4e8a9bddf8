using System.Net.Sockets;

namespace PriceStream.Web.Hosting;

/// <summary>
/// <c>--healthcheck [URL]</c>: checks whether the site at the URL, or the one that these settings start, is ready. Containers run it,
/// because their image has no other HTTP client. It runs every half minute, so it starts without the host.
/// </summary>
internal static class HealthCheckCommand
{
    private const int CanServe = 0;
    private const int CannotServe = 1;
    private const int LongestBody = 300; // characters

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <param name="url">An http or https address; null for the site that these settings start.</param>
    /// <returns>The exit code: 0 if the site is ready; 1 if it is not, or does not answer; 2 if the URL is invalid.</returns>
    public static async Task<int> RunAsync(string? url, string[] settings)
    {
        if (url is null)
        {
            return await AskAsync(SiteAddress.Of(settings));
        }

        if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return await AskAsync(new(address, TrustAnyCertificate: address.IsLoopback));
        }

        await Console.Error.WriteLineAsync($"'{url}' is not an http or https address.");
        return CommandDispatcher.WrongUsage;
    }

    private static async Task<int> AskAsync(SiteAddress site)
    {
        try
        {
            using var http = new HttpClient(HandlerFor(site)) { Timeout = Timeout };
            using var request = new HttpRequestMessage(HttpMethod.Get, site.Url) { Headers = { Host = site.HostName } };
            using var response = await http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            var beginning = body[..Math.Min(body.Length, LongestBody)].ReplaceLineEndings(" ");
            await ReportAsync(site, $"answers {(int)response.StatusCode}: {beginning}");
            return response.IsSuccessStatusCode ? CanServe : CannotServe;
        }
        catch (OperationCanceledException)
        {
            await ReportAsync(site, $"does not answer: not within {Timeout.TotalSeconds:0} s");
            return CannotServe;
        }
        catch (HttpRequestException exception)
        {
            await ReportAsync(site, $"does not answer: {exception.Message}");
            return CannotServe;
        }
    }

    private static Task ReportAsync(SiteAddress site, string outcome) => Console.Out.WriteLineAsync($"{site.Url} {outcome}");

    private static SocketsHttpHandler HandlerFor(SiteAddress site)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = Timeout };
        if (site.TrustAnyCertificate)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        }

        if (site.SocketPath is { } path)
        {
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken);
        }

        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
