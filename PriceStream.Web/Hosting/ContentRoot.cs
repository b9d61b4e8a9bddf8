namespace PriceStream.Web.Hosting;

/// <summary>
/// Where the site's own files are. The host looks in the current folder; a service that is started from another one would have neither
/// its settings nor its styles, and would not say so. Then it is the folder of the program.
/// </summary>
public static class ContentRoot
{
    private const string Key = "contentRoot";

    /// <returns>What the builder takes: the arguments, and the folder unless somebody has named one.</returns>
    public static WebApplicationOptions Of(string[] args) => new()
    {
        Args = args,
        ContentRootPath = IsNamed(args) || File.Exists("appsettings.json") ? null : AppContext.BaseDirectory,
    };

    private static bool IsNamed(string[] args) =>
        args.Any(arg => arg.TrimStart('-', '/').StartsWith(Key, StringComparison.OrdinalIgnoreCase))
        || Environment.GetEnvironmentVariable("ASPNETCORE_CONTENTROOT") is not null
        || Environment.GetEnvironmentVariable("DOTNET_CONTENTROOT") is not null;
}
