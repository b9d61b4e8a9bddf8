using System.Net;
using System.Net.Sockets;

namespace PriceStream.Web.Hosting;

/// <summary>Says once that forwarded headers came from where none are taken from: a proxy that is not configured makes all clients one.</summary>
internal sealed partial class UnknownProxyWatch(RequestDelegate next, ProxyOptions options, ILogger<UnknownProxyWatch> logger)
{
    private int told;

    public Task InvokeAsync(HttpContext context)
    {
        if (told == 0 && context.Request.Headers.ContainsKey("X-Forwarded-For")
            && context.Connection.RemoteIpAddress is { } address && !options.KnownNetworks.Any(network => network.Contains(Plain(address)))
            && Interlocked.Exchange(ref told, 1) == 0)
        {
            Ignored(logger, Where(Plain(address)));
        }

        return next(context);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // The address of a proxy is what the reader needs. One from the internet is that of a person who tries something.
    private static string Where(IPAddress address) => IsPrivate(address) ? address.ToString() : "a public address";

    private static bool IsPrivate(IPAddress address) => IPAddress.IsLoopback(address) || (address.AddressFamily == AddressFamily.InterNetwork
        ? address.GetAddressBytes() is [10, ..] or [192, 168, ..] or [172, >= 16 and < 32, ..]
        : address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "X-Forwarded-For came from {Address} and is ignored. If that is your proxy, name it in Proxy__KnownNetworks: until then all of its clients count as one. This is told once")]
    private static partial void Ignored(ILogger logger, string address);
}
