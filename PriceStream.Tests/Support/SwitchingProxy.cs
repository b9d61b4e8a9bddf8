using System.Net;
using System.Net.Sockets;

namespace PriceStream.Tests.Support;

/// <summary>A TCP proxy that can switch to another server. Open connections stay with the old one.</summary>
internal sealed class SwitchingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private volatile IPEndPoint target;

    private SwitchingProxy(IPEndPoint target)
    {
        this.target = target;
        listener.Start();
        _ = AcceptAsync();
    }

    public string Address => listener.LocalEndpoint.ToString()!;

    public static SwitchingProxy To(string address) => new(IPEndPoint.Parse(address));

    public void SwitchTo(string address) => target = IPEndPoint.Parse(address);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Dispose();
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(closing.Token);
                var server = new TcpClient();
                await server.ConnectAsync(target, closing.Token);
                _ = PumpAsync(client, server);
                _ = PumpAsync(server, client);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test has ended.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), closing.Token);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One side or the test has ended.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
