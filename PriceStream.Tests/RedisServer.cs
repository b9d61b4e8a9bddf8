using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PriceStream.Tests;

/// <summary>A real redis-server on a free port of its own, which keeps nothing on disk. It can be killed and started again.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly int port = FreePort();
    private Process? process;

    public string Address => $"127.0.0.1:{port}";

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        await server.BeginAsync();
        return server;
    }

    public async Task BeginAsync()
    {
        process = Process.Start(new ProcessStartInfo("redis-server",
            ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true })!;
        _ = process.StandardOutput.ReadToEndAsync();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Yield(); // not listening yet
            }
        }
    }

    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>What the server is asked from now on, a line a command, as MONITOR tells it.</summary>
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
        if (process is not null)
        {
            await KillAsync();
        }
    }

    private static int FreePort()
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
