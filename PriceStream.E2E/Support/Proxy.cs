using System.Net;
using System.Net.Sockets;

namespace PriceStream.E2E.Support;

/// <summary>
/// Stands between the browser and a site. Its address stays the same when the site restarts on another port. It can go silent, as a dead
/// network does: connections stay open and nothing arrives.
/// </summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Task accepting;
    private volatile Uri? target;
    private CancellationTokenSource cut = new();
    private volatile TaskCompletionSource? heldStreams;

    public Proxy(Uri target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    /// <summary>Whether everything that the site sends is discarded.</summary>
    public bool Silent { get; set; }

    /// <summary>Keeps the bodies of streams back, as a buffering proxy does. Their headers go through.</summary>
    public void HoldStreams() => heldStreams = new();

    public void ReleaseStreams() => heldStreams?.SetResult();

    /// <summary>Forwards new connections to another site, or to none for null, and closes the open ones.</summary>
    public void LeadTo(Uri? site)
    {
        target = site;
        Interlocked.Exchange(ref cut, new()).Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await cut.CancelAsync();
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        closing.Dispose();
        cut.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(closing.Token);
            _ = ServeAsync(client, CancellationTokenSource.CreateLinkedTokenSource(cut.Token, closing.Token).Token);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken end)
    {
        using (client)
        using (var site = new TcpClient())
        {
            try
            {
                if (target is not { } to)
                {
                    return;
                }

                await site.ConnectAsync(to.Host, to.Port, end);
                await Task.WhenAny(
                    CopyAsync(client.GetStream(), site.GetStream(), silenced: false, end),
                    CopyAsync(site.GetStream(), client.GetStream(), silenced: true, end));
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // One side has closed its connection, so the other side closes too.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool silenced, CancellationToken end)
    {
        var buffer = new byte[16384];
        int read;
        while ((read = await from.ReadAsync(buffer, end)) > 0)
        {
            if (silenced && Silent)
            {
                continue;
            }

            var bodyStart = heldStreams is { Task.IsCompleted: false } ? StreamBodyStart(buffer.AsSpan(0, read)) : read;
            await to.WriteAsync(buffer.AsMemory(0, bodyStart), end);
            if (bodyStart < read)
            {
                await heldStreams!.Task.WaitAsync(end);
                await to.WriteAsync(buffer.AsMemory(bodyStart, read - bodyStart), end);
            }
        }
    }

    // The length, unless this is the beginning of a stream: then where its headers end.
    private static int StreamBodyStart(ReadOnlySpan<byte> bytes)
    {
        var headers = bytes.IndexOf("\r\n\r\n"u8);
        return headers > 0 && bytes[..headers].IndexOf("Content-Type: text/event-stream"u8) > 0 ? headers + 4 : bytes.Length;
    }
}
