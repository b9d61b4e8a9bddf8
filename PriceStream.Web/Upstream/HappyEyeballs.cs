using System.Net;
using System.Net.Sockets;

namespace PriceStream.Web.Upstream;

/// <summary>
/// Connects to a name with several addresses as RFC 8305 describes: both address families in turn, the next attempt 250 ms after the one
/// before or as soon as it fails, and the first connection wins. The framework tries one address after the other, so that one dead IPv6
/// path takes all the time there is.
/// </summary>
/// <param name="resolve">Returns the addresses of a name.</param>
/// <param name="connect">Connects to one address.</param>
internal sealed class HappyEyeballs(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve,
    Func<IPEndPoint, CancellationToken, Task<Stream>> connect,
    TimeProvider clock)
{
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);

    /// <summary>The real network.</summary>
    public static HappyEyeballs Network(TimeProvider clock) =>
        new((host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken), ConnectSocketAsync, clock);

    /// <summary>Connects to any of the addresses that a name has.</summary>
    /// <exception cref="SocketException">The name has no address, or the first attempt failed and so did all others.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint to, CancellationToken cancellationToken)
    {
        var waiting = new Queue<IPAddress>(InTurn(await resolve(to.Host, cancellationToken)));
        if (waiting.Count == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        using var losers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<Stream>>();
        Exception? firstError = null;
        while (waiting.Count > 0 || running.Count > 0)
        {
            if (waiting.TryDequeue(out var address))
            {
                running.Add(connect(new(address, to.Port), losers.Token));
            }

            if (await NextAsync(running, isLast: waiting.Count == 0, cancellationToken) is not { } ended)
            {
                continue; // time for the next attempt
            }

            running.Remove(ended);
            if (ended.IsCompletedSuccessfully)
            {
                await losers.CancelAsync();
                running.ForEach(Discard);
                return await ended;
            }

            firstError ??= ended.Exception?.InnerException;
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw firstError ?? new SocketException((int)SocketError.TimedOut);
    }

    /// <summary>Addresses in the system's order, but with the families in turn.</summary>
    internal static IEnumerable<IPAddress> InTurn(IReadOnlyList<IPAddress> addresses)
    {
        var first = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToList();
        var other = addresses.Except(first).ToList();
        for (var index = 0; index < Math.Max(first.Count, other.Count); index++)
        {
            foreach (var family in new[] { first, other }.Where(family => index < family.Count))
            {
                yield return family[index];
            }
        }
    }

    /// <summary>Returns the attempt that ended first; null when it is time for another one before that.</summary>
    private async Task<Task<Stream>?> NextAsync(List<Task<Stream>> running, bool isLast, CancellationToken cancellationToken)
    {
        var any = Task.WhenAny(running);
        if (isLast)
        {
            return await any;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pause = Task.Delay(Stagger, clock, stop.Token);
        var isEnded = await Task.WhenAny(any, pause) == any;
        await stop.CancelAsync();
        return isEnded ? await any : null;
    }

    // A second connection may have been made in the same moment.
    private static void Discard(Task<Stream> loser) => loser.ContinueWith(
        ended =>
        {
            if (ended.IsCompletedSuccessfully)
            {
                ended.Result.Dispose();
            }
            else
            {
                _ = ended.Exception; // seen
            }
        },
        TaskScheduler.Default);

    private static async Task<Stream> ConnectSocketAsync(IPEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
