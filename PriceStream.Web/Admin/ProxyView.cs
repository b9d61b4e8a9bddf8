using System.Net;

namespace PriceStream.Web.Admin;

/// <summary>Shows how the request arrived, and with that whether the site trusts the proxy in front of it.</summary>
public static class ProxyView
{
    private static readonly string[] Headers =
    [
        "Host", "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix",
        "X-Original-For", "X-Original-Proto", "X-Original-Host", "X-Original-Prefix", "X-Real-IP", "Via",
    ];

    public static IReadOnlyList<AdminFact> Of(HttpContext context)
    {
        var (request, client) = (context.Request, context.Connection.RemoteIpAddress);
        return
        [
            new("Your address", $"{client?.ToString() ?? "a Unix socket"} over {request.Scheme}", !request.IsHttps && !IsLocal(client)),
            new("The site’s address", $"{request.Scheme}://{request.Host}{request.PathBase}/"),
            Proxy(request.Headers),
            .. Headers.Where(name => request.Headers[name].Count > 0).Select(name => new AdminFact(name, request.Headers[name].ToString())),
        ];
    }

    // The forwarded-headers middleware renames the headers that it trusts, from X-Forwarded-… to X-Original-….
    private static AdminFact Proxy(IHeaderDictionary headers)
    {
        if (headers["X-Forwarded-For"].Count > 0)
        {
            return new(
                "The proxy",
                "sends headers, but is not trusted: all its visitors count as one address. If it is yours, add it to Proxy__KnownNetworks",
                Warns: true);
        }

        return new("The proxy", headers["X-Original-For"].Count > 0 ? "is trusted" : "there is none, or it sends no headers");
    }

    private static bool IsLocal(IPAddress? address) =>
        address is null || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
