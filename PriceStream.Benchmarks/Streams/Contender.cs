using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PriceStream.Benchmarks.Streams;

/// <summary>One of the compared servers as a process of its own: starts it, publishes to it and measures its cost.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;
    private readonly HttpClient http;

    private Contender(string name, int port, Process process, string folder)
    {
        (Name, Port, this.process, this.folder) = (name, port, process, folder);
        http = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
    }

    public static IReadOnlyList<string> Names { get; } = ["ours", "nchan", "ordinary"];

    public string Name { get; }
    public int Port { get; }

    /// <summary>The process that serves: nginx's worker is a child of the one started.</summary>
    public int Id => Name == "nchan" ? FirstChildOf(process.Id) : process.Id;

    public static async Task<Contender> StartAsync(string name)
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-bench-").FullName;
        var port = FreePort();
        var ours = new ProcessStartInfo(Environment.ProcessPath!, ["serve", name, port.ToString()]);
        var process = Process.Start(name == "nchan" ? Nchan(folder, port) : ours)!;
        var contender = new Contender(name, port, process, folder);
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync("127.0.0.1", port);
                return contender;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
    }

    public ProcessCost Cost() => ProcessCost.Of(Id);

    public async Task PublishAsync(int first, int count)
    {
        if (Name != "nchan")
        {
            using var answer = await http.PostAsync(new Uri($"/publish?first={first}&count={count}", UriKind.Relative), null);
            answer.EnsureSuccessStatusCode();
            return;
        }

        for (var number = first; number < first + count; number++)
        {
            using var content = new StringContent(StreamServer.Payload(number), Encoding.UTF8);
            content.Headers.Add("X-EventSource-Event", "price-update");
            using var answer = await http.PostAsync(new Uri("/publish", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Makes it release memory; nginx has no such command.</summary>
    public async Task CollectAsync()
    {
        if (Name != "nchan")
        {
            using var answer = await http.PostAsync(new Uri("/collect", UriKind.Relative), null);
        }
    }

    /// <summary>Bytes it has ever allocated on the managed heap.</summary>
    public async Task<long> AllocatedAsync() =>
        Name == "nchan" ? 0 : long.Parse(await http.GetStringAsync(new Uri("/allocated", UriKind.Relative)), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        if (Name == "nchan")
        {
            using var stop = Process.Start("kill", ["-TERM", process.Id.ToString()]);
            await stop.WaitForExitAsync();
        }
        else
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static int FirstChildOf(int id)
    {
        var children = File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return int.Parse(children[0], CultureInfo.InvariantCulture);
    }

    private static ProcessStartInfo Nchan(string folder, int port)
    {
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, $$"""
            load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
            worker_processes 1;
            worker_rlimit_nofile 20000;
            daemon off;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log crit;
            events { worker_connections 19000; }
            http {
              access_log off;
              client_body_temp_path {{folder}};
              proxy_temp_path {{folder}};
              fastcgi_temp_path {{folder}};
              uwsgi_temp_path {{folder}};
              scgi_temp_path {{folder}};
              keepalive_requests 1000000;
              nchan_max_reserved_memory 256M;
              server {
                listen 127.0.0.1:{{port}} backlog=4096;
                location = /stream { nchan_subscriber eventsource; nchan_channel_id all; nchan_subscriber_first_message newest; }
                location = /publish { nchan_publisher; nchan_channel_id all; nchan_message_buffer_length 1000; nchan_message_timeout 5m; }
              }
            }
            """);
        return new("nginx", ["-c", file, "-p", folder]) { RedirectStandardError = true };
    }
}
