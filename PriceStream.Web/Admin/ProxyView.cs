using System.Net;

namespace PriceStream.Web.Admin;

/// <summary>What the site knows of the way that a request came, so that whoever runs it sees whether a proxy in front is believed.</summary>
public static class ProxyView
{
    private static readonly string[] Headers =
        ["Host", "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Original-For", "X-Original-Proto", "X-Original-Host", "X-Original-Prefix", "X-Real-IP", "Via"];

    public static IReadOnlyList<AdminFact> Of(HttpContext context)
    {
        var request = context.Request;
        var ignored = request.Headers["X-Forwarded-For"].Count > 0;
        return
        [
            new("You come from", $"{context.Connection.RemoteIpAddress?.ToString() ?? "a socket"} over {request.Scheme}", !request.IsHttps && !IsLocal(context.Connection.RemoteIpAddress)),
            new("The site is at", $"{request.Scheme}://{request.Host}{request.PathBase}/"),
            new("A proxy’s word", ignored ? "arrives and is not believed: all its visitors count as one address. If it is yours, name it in Proxy__KnownNetworks"
                : request.Headers["X-Original-For"].Count > 0 ? "is believed" : "does not arrive: nothing is in front, or it says nothing", ignored),
            .. Headers.Where(name => request.Headers[name].Count > 0).Select(name => new AdminFact(name, request.Headers[name].ToString())),
        ];
    }

    private static bool IsLocal(IPAddress? address) => address is null || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
