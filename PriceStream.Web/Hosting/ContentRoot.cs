namespace PriceStream.Web.Hosting;

/// <summary>
/// Where the site's own files are. The host looks in the current folder; a service that is started from another one would silently
/// lack its settings and its styles. In that case it is the program's folder.
/// </summary>
public static class ContentRoot
{
    private const string Key = "contentRoot";

    /// <returns>The builder's options: the arguments, and the folder unless one is configured.</returns>
    public static WebApplicationOptions Of(string[] args) => new()
    {
        Args = args,
        ContentRootPath = IsConfigured(args) || File.Exists("appsettings.json") ? null : AppContext.BaseDirectory,
    };

    private static bool IsConfigured(string[] args) =>
        args.Any(arg => arg.TrimStart('-', '/').StartsWith(Key, StringComparison.OrdinalIgnoreCase))
        || Environment.GetEnvironmentVariable("ASPNETCORE_CONTENTROOT") is not null
        || Environment.GetEnvironmentVariable("DOTNET_CONTENTROOT") is not null;
}
