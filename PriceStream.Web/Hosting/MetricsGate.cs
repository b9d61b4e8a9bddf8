using System.Security.Cryptography;
using System.Text;

namespace PriceStream.Web.Hosting;

/// <summary>
/// Restricts the metrics to their port and token, and keeps everything else away from that port. The port is the socket's: a Host
/// header can be made up.
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

    // As routing sees it: any case, and with or without slashes at the end.
    private static bool IsForMetrics(PathString path) =>
        path.StartsWithSegments(Path, out var rest) && rest.Value.AsSpan().Trim('/').IsEmpty;

    // Hashes are of equal length, so that the time of the comparison reveals nothing of the token.
    private bool HasToken(HttpRequest request) =>
        CryptographicOperations.FixedTimeEquals(Hash(request.Headers.Authorization.ToString()), expected);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
