using System.Security.Cryptography;
using System.Text;

namespace PriceStream.Web.Hosting;

/// <summary>
/// Restricts the metrics to their port and token, and everything else to other ports. Checks the socket's port, because a client can
/// send any Host header.
/// </summary>
internal sealed class MetricsGate(RequestDelegate next, MetricsOptions options)
{
    public const string Path = "/metrics";

    private readonly byte[] expected = Hash("Bearer " + options.Token);

    public Task InvokeAsync(HttpContext context)
    {
        var isForMetrics = IsForMetrics(context.Request.Path);
        if (options.Port != 0 && isForMetrics != (context.Connection.LocalPort == options.Port))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (!isForMetrics)
        {
            return next(context);
        }

        context.Response.Headers.CacheControl = "no-store";
        if (options.Token.Length == 0 || HasToken(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    // Matches as routing does: in any case, with or without trailing slashes.
    private static bool IsForMetrics(PathString path) =>
        path.StartsWithSegments(Path, out var rest) && rest.Value.AsSpan().Trim('/').IsEmpty;

    // Compares hashes, which have equal lengths, so that the time of the comparison reveals nothing about the token.
    private bool HasToken(HttpRequest request) =>
        CryptographicOperations.FixedTimeEquals(Hash(request.Headers.Authorization.ToString()), expected);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
