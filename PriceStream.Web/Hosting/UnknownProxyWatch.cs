using System.Net;
using System.Net.Sockets;

namespace PriceStream.Web.Hosting;

/// <summary>Logs once when an unknown proxy sends forwarded headers: all of its clients count as one until it is configured.</summary>
internal sealed partial class UnknownProxyWatch(RequestDelegate next, ProxyOptions options, ILogger<UnknownProxyWatch> logger)
{
    private int logged;

    public Task InvokeAsync(HttpContext context)
    {
        if (Volatile.Read(ref logged) == 0 && IgnoredSender(context) is { } sender && Interlocked.Exchange(ref logged, 1) == 0)
        {
            HeaderIgnored(DescriptionOf(sender));
        }

        return next(context);
    }

    // The address of a client that sends the header without being a known proxy.
    private IPAddress? IgnoredSender(HttpContext context)
    {
        if (!context.Request.Headers.ContainsKey("X-Forwarded-For") || context.Connection.RemoteIpAddress is not { } remote)
        {
            return null;
        }

        var sender = remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote;
        return options.KnownNetworks.Any(network => network.Contains(sender)) ? null : sender;
    }

    // A private address is probably the proxy's, so it is logged. A public one may be a visitor's, so it is not.
    private static string DescriptionOf(IPAddress address) => IsPrivate(address) ? address.ToString() : "a public address";

    private static bool IsPrivate(IPAddress address)
    {
        if (IPAddress.IsLoopback(address))
        {
            return true;
        }

        return address.AddressFamily == AddressFamily.InterNetwork
            ? address.GetAddressBytes() is [10, ..] or [192, 168, ..] or [172, >= 16 and < 32, ..]
            : address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "X-Forwarded-For from {Address} is ignored. If that is your proxy, "
        + "add it to Proxy__KnownNetworks: until then, all of its clients count as one. Logged once")]
    private partial void HeaderIgnored(string address);
}
