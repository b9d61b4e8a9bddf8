using System.Security.Cryptography;
using System.Text;

namespace PriceStream.Web.Hosting;

/// <summary>Keeps the metrics to their port and their token, and everything else away from that port. It asks the socket, for a Host header can be made up.</summary>
internal sealed class MetricsGate(MetricsOptions options)
{
    public const string Path = "/metrics";

    private readonly byte[] expected = Hash("Bearer " + options.Token);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var wanted = context.Request.Path.StartsWithSegments(Path, out var rest) && rest.Value.AsSpan().Trim('/').IsEmpty; // as routing takes it
        if (options.Port != 0 && wanted != (context.Connection.LocalPort == options.Port))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (!wanted)
        {
            return next(context);
        }

        context.Response.Headers.CacheControl = "no-store";
        if (options.Token.Length > 0 && !Knows(context.Request.Headers.Authorization.ToString()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        }

        return next(context);
    }

    // Of equal length, so that the time it takes tells nothing of either.
    private bool Knows(string authorization) => CryptographicOperations.FixedTimeEquals(Hash(authorization), expected);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
