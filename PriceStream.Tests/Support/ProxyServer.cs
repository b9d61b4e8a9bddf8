using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PriceStream.Tests.Support;

/// <summary>A real nginx or Caddy in a folder of its own, with HTTPS on a free port of this machine.</summary>
internal sealed class ProxyServer : IAsyncDisposable
{
    private readonly StringBuilder output = new();
    private Process? process;

    private ProxyServer() => (HttpPort, HttpsPort) = FreePorts();

    public string Folder { get; } = Directory.CreateTempSubdirectory("pricestream-proxy-").FullName;
    public int HttpPort { get; }
    public int HttpsPort { get; }
    public Uri Address => new($"https://localhost:{HttpsPort}/");

    /// <summary>Starts nginx with that configuration in its <c>http</c> block. It must use this server's ports and certificate.</summary>
    public static async Task<ProxyServer> StartNginxAsync(Func<ProxyServer, string> configuration)
    {
        var proxy = new ProxyServer();
        proxy.WriteCertificate();
        await File.WriteAllTextAsync(Path.Combine(proxy.Folder, "site.conf"), configuration(proxy));
        await File.WriteAllTextAsync(Path.Combine(proxy.Folder, "nginx.conf"), $$"""
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr;
            events {}
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                include site.conf;
            }
            """);
        await proxy.StartAsync(new("/usr/sbin/nginx", ["-p", proxy.Folder, "-c", "nginx.conf", "-e", "stderr"]));
        return proxy;
    }

    /// <summary>Starts Caddy with that file unchanged, after options that keep it off the machine's own ports and certificates.</summary>
    public static async Task<ProxyServer> StartCaddyAsync(string file, params (string Key, string Value)[] variables)
    {
        var proxy = new ProxyServer();
        var wrapper = Path.Combine(proxy.Folder, "Caddyfile");
        await File.WriteAllTextAsync(wrapper, $$"""
            {
                admin off
                skip_install_trust
                http_port {{proxy.HttpPort}}
                https_port {{proxy.HttpsPort}}
            }
            import {{file}}
            """);
        var start = new ProcessStartInfo("caddy", ["run", "--adapter", "caddyfile", "--config", wrapper])
        {
            Environment = { ["XDG_DATA_HOME"] = proxy.Folder, ["XDG_CONFIG_HOME"] = proxy.Folder },
        };
        foreach (var (key, value) in variables)
        {
            start.Environment[key] = value;
        }

        await proxy.StartAsync(start);
        return proxy;
    }

    /// <summary>Returns a client that connects from that address of this machine, accepts any certificate, and uses HTTP/2 only.</summary>
    public HttpClient Client(string from = "127.0.0.1") => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(IPAddress.Loopback, HttpsPort, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = Address,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private async Task StartAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = Client();
        await Eventually.TrueAsync(async () => process.HasExited || await AnswersAsync(client), "the proxy answers");
        Assert.False(process.HasExited, "The proxy ended: " + output);
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("", UriKind.Relative));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(Folder, "fullchain.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(Folder, "privkey.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private static (int, int) FreePorts()
    {
        using var one = new TcpListener(IPAddress.Loopback, 0);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        one.Start();
        other.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)other.LocalEndpoint).Port);
    }
}
