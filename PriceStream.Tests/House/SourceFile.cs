using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.House;

/// <summary>A file of the site's code.</summary>
/// <param name="Path">Under PriceStream.Web.</param>
/// <param name="Code">Its text; of a C# file the tokens only, without comments and strings.</param>
internal sealed partial record SourceFile(string Path, string Code)
{
    public static IReadOnlyList<SourceFile> All { get; } = [.. Repository.FilesUnder("PriceStream.Web", ".cs", ".cshtml").Select(Read)];

    public string Room => SiteCode.RoomOf(Path);

    /// <summary>
    /// The names that lead to a room: "PriceStream.Web.Prices", or a room before one of its folders or types, as in "Prices.GeTax".
    /// </summary>
    public IEnumerable<(string Room, string Name)> RoomNames()
    {
        foreach (Match name in DottedNames().Matches(Code))
        {
            var dotted = Whitespace().Replace(name.Value, "");
            var parts = dotted.Split('.').SkipWhile(part => part is "PriceStream" or "Web").ToList();
            var full = dotted.StartsWith("PriceStream.Web.", StringComparison.Ordinal);
            if (parts.Count > 0 && RoomTable.Rooms.ContainsKey(parts[0]) && (full || IsPartOf(parts[0], parts.ElementAtOrDefault(1))))
            {
                yield return (parts[0], dotted);
            }
        }
    }

    private static bool IsPartOf(string room, string? name) =>
        name is not null && SiteCode.TypesOf(room).Any(type => SiteCode.PlaceOf(type)!.Split('/').Contains(name));

    private static SourceFile Read(string file) =>
        new(
            System.IO.Path.GetRelativePath(Repository.WebFolder, file).Replace('\\', '/'),
            file.EndsWith(".cs", StringComparison.Ordinal) ? Tokens(file) : File.ReadAllText(file));

    private static string Tokens(string file) =>
        string.Join(' ', CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot()
            .DescendantTokens().Where(IsCode).Select(token => token.Text));

    private static bool IsCode(SyntaxToken token) =>
        token.Kind() is not (
            SyntaxKind.StringLiteralToken or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken);

    [GeneratedRegex(@"(?<!\.\s*)(?<!\w)[A-Za-z_]\w*(\s*\.\s*[A-Za-z_]\w*)+")]
    private static partial Regex DottedNames();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
