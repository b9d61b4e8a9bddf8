using System.Runtime.CompilerServices;

namespace PriceStream.Tests.Support;

/// <summary>The files that come with the site.</summary>
internal static class Repository
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>The site's project.</summary>
    public static string WebFolder => PathOf("PriceStream.Web");

    public static string PathOf(string file) => Path.Combine(Folder, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string ThisFile([CallerFilePath] string file = "") => file;
}
