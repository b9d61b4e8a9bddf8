using System.Net;
using System.Net.Sockets;

namespace PriceStream.Tests.Support;

/// <summary>A TCP proxy that can stall, so that its connections stay open and pass nothing on, or be slow.</summary>
internal sealed class StallingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly IPEndPoint target;
    private TaskCompletionSource flowing = new();

    private StallingProxy(IPEndPoint target)
    {
        this.target = target;
        flowing.SetResult();
        listener.Start();
        _ = AcceptAsync();
    }

    public string Address => listener.LocalEndpoint.ToString()!;

    /// <summary>How long it keeps what passes, each way.</summary>
    public TimeSpan Delay { get; set; }

    public static StallingProxy To(string address) => new(IPEndPoint.Parse(address));

    public void Stall() => flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Flow() => flowing.TrySetResult();

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
        var buffer = new byte[8192];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, closing.Token)) > 0)
            {
                await flowing.Task.WaitAsync(closing.Token);
                await Task.Delay(Delay, TimeProvider.System, closing.Token);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), closing.Token);
            }
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
