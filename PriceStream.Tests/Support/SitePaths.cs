using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace PriceStream.Tests.Support;

/// <summary>Every path that a site answers, from its own routes, and some that it does not.</summary>
internal static partial class SitePaths
{
    public const string Stream = "api/v1/prices/stream";

    /// <param name="app">A site that has item 4151.</param>
    public static IReadOnlyList<(string Path, bool IsFile)> Of(AppFactory app)
    {
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        return
        [
            .. routes.Select(route => (Path: PathOf(route.RoutePattern.RawText!), IsFile: IsFile(route))).Distinct(),
            ("feeds/watch?watch=2,4151&list=x", false),
            ("nowhere", false), ("api/v1/nowhere", false), ("api/v1/items?page=x", false), ("%2e%2e/%2e%2e/etc/passwd", false),
            ("css/nothing.css", false),
        ];
    }

    private static bool IsFile(RouteEndpoint route) => route.Metadata.Any(data => data.GetType().Name == "StaticAssetDescriptor");

    private static string PathOf(string pattern)
    {
        var filled = pattern.Trim('/')
            .Replace("{id}", "4151", StringComparison.Ordinal)
            .Replace("{id:int}", "4151", StringComparison.Ordinal)
            .Replace("{slug?}", "abyssal-whip", StringComparison.Ordinal)
            .Replace("{status:int}", "404", StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal);
        return Parameter().Replace(filled, "nothing");
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
