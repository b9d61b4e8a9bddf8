using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PriceStream.Tests.Support;

/// <summary>A real redis-server in a folder of its own, which can be stopped and started again.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-redis-").FullName;
    private readonly int port = FreePort();
    private Process? process;

    public string Address => $"127.0.0.1:{port}";

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        await server.GoOnAsync();
        return server;
    }

    /// <summary>Starts with the data that it had when it was stopped.</summary>
    public async Task GoOnAsync()
    {
        string[] arguments = ["--port", port.ToString(), "--bind", "127.0.0.1", "--dir", folder];
        process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
        process.BeginOutputReadLine();
        await Eventually.TrueAsync(Answers, "redis-server answers");
    }

    /// <summary>Stops as its service does at a restart: it saves its data.</summary>
    public async Task StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", process!.Id.ToString()]))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync();
    }

    /// <summary>Dies with all its data.</summary>
    public async Task DieAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        foreach (var file in Directory.GetFiles(folder))
        {
            File.Delete(file);
        }
    }

    /// <summary>Sends commands on one connection of its own. None may be answered with an error.</summary>
    public async Task SendAsync(params string[] commands)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var reader = new StreamReader(client.GetStream());
        foreach (var command in commands)
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
            Assert.False((await reader.ReadLineAsync())!.StartsWith('-'), command);
        }
    }

    /// <summary>Records every command that the server receives from now on, one line each, with Redis's MONITOR.</summary>
    public async Task<Monitor> MonitorAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync("MONITOR\r\n"u8.ToArray());
        var reader = new StreamReader(stream);
        Assert.Equal("+OK", await reader.ReadLineAsync());
        return new(client, reader);
    }

    public async ValueTask DisposeAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            client.GetStream().Write("PING\r\n"u8);
            var buffer = new byte[7];
            return client.GetStream().Read(buffer) > 0 && Encoding.ASCII.GetString(buffer).StartsWith("+PONG", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal sealed class Monitor : IDisposable
    {
        private readonly TcpClient client;
        private readonly ConcurrentQueue<string> lines = new();

        public Monitor(TcpClient client, StreamReader reader)
        {
            this.client = client;
            _ = ReadAsync(reader);
        }

        public IReadOnlyCollection<string> Lines => lines;

        public void Clear() => lines.Clear();

        public void Dispose() => client.Dispose();

        private async Task ReadAsync(StreamReader reader)
        {
            try
            {
                while (await reader.ReadLineAsync() is { } line)
                {
                    lines.Enqueue(line);
                }
            }
            catch (IOException)
            {
                // The server or the test has ended.
            }
        }
    }
}
