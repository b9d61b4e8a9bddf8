using System.Runtime.CompilerServices;

namespace PriceStream.Tests.Support;

/// <summary>The files of the repository.</summary>
internal static class Repository
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>The site's project.</summary>
    public static string WebFolder => PathOf("PriceStream.Web");

    public static string PathOf(string file) => Path.Combine(Folder, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>The source files in a folder and below, without those that a build or a package manager creates.</summary>
    public static IEnumerable<string> FilesUnder(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(PathOf(folder), "*", VisibleFiles)
            .Where(file => extensions.Contains(Path.GetExtension(file)))
            .Where(file => !Path.GetRelativePath(Folder, file).Split(Path.DirectorySeparatorChar).Any(IsBuilt));

    private static readonly EnumerationOptions VisibleFiles =
        new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden };

    private static bool IsBuilt(string folder) => folder is "bin" or "obj" or "node_modules" or "lib";

    private static string ThisFile([CallerFilePath] string file = "") => file;
}
