namespace PriceStream.Web.Hosting;

/// <summary>
/// Finds the site's own files. The host looks in the current folder, so a service started from another folder would silently lack its
/// settings and styles. In that case, the program's folder is used.
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
