using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.House;

/// <summary>Keeps files, methods, lines and constructors small in all C# of the repository.</summary>
public sealed class CodeSizeTests
{
    private const int FileLines = 200;
    private const int MethodLines = 40;
    private const int SiteProgramLines = 40;
    private const int Columns = 140;
    private const int ConstructorParameters = 6;

    /// <summary>What may be larger: the beginning of a path, and why.</summary>
    private static readonly Dictionary<string, string> Exempt = new()
    {
        ["PriceStream.Web/Data/Sqlite/Migrations/"] = "The EF tool writes migrations.",
        ["PriceStream.Web/Data/Postgres/Migrations/"] = "They have the shape of those that the EF tool writes.",
        ["PriceStream.Web/Demo/DemoNames.cs"] = "A table of names.",
    };

    private static readonly List<(string Path, SyntaxNode Root)> Files =
        [.. Repository.FilesUnder(".", ".cs").Select(Parse)
            .Where(file => !Exempt.Keys.Any(path => file.Path.StartsWith(path, StringComparison.Ordinal)))];

    [Fact]
    public void No_file_is_longer_than_200_lines() =>
        AssertNone(
            from file in Files
            let lines = LinesOf(file.Root).Length
            where lines > FileLines
            select $"{file.Path}: {lines} lines");

    [Fact]
    public void No_method_is_longer_than_40_lines() =>
        AssertNone(
            from file in Files
            from member in file.Root.DescendantNodes().OfType<MemberDeclarationSyntax>()
            where member is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax
            let lines = Length(member)
            where lines > MethodLines
            select $"{file.Path}:{FirstLine(member) + 1} {NameOf(member)} is {lines} lines long");

    [Fact]
    public void Top_level_statements_are_no_longer_than_a_method_may_be() =>
        AssertNone(
            from file in Files
            let statements = file.Root.ChildNodes().OfType<GlobalStatementSyntax>().ToList()
            where statements.Count > 0
            let lines = LastLine(statements[^1]) - FirstLine(statements[0]) + 1
            where lines > MethodLines
            select $"{file.Path}: {lines} lines of statements");

    [Fact]
    public void The_sites_Program_fits_on_a_screen()
    {
        var lines = LinesOf(Files.Single(file => file.Path == "PriceStream.Web/Program.cs").Root).Length;
        Assert.True(lines <= SiteProgramLines, $"{lines} lines");
    }

    [Fact]
    public void No_line_is_wider_than_140_columns() =>
        AssertNone(
            from file in Files
            from line in LinesOf(file.Root).Select((line, index) => (Number: index + 1, line.Length))
            where line.Length > Columns
            select $"{file.Path}:{line.Number} is {line.Length} columns wide");

    /// <summary>Records are data: their parameters are their fields.</summary>
    [Fact]
    public void No_constructor_takes_more_than_six_parameters() =>
        AssertNone(
            from file in Files
            from node in file.Root.DescendantNodes()
            let parameters = node switch
            {
                ConstructorDeclarationSyntax constructor => constructor.ParameterList.Parameters.Count,
                ClassDeclarationSyntax { ParameterList: { } list } => list.Parameters.Count,
                StructDeclarationSyntax { ParameterList: { } list } => list.Parameters.Count,
                _ => 0,
            }
            where parameters > ConstructorParameters
            select $"{file.Path}:{FirstLine(node) + 1} {NameOf(node)} takes {parameters} parameters");

    private static (string Path, SyntaxNode Root) Parse(string file) =>
        (Path.GetRelativePath(Repository.Folder, file).Replace('\\', '/'), CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot());

    private static string[] LinesOf(SyntaxNode root) => root.ToFullString().TrimEnd('\n').Split('\n');

    // Attributes and comments are not counted.
    private static int Length(MemberDeclarationSyntax member) =>
        LastLine(member) - FirstLine(member.ChildNodesAndTokens().First(part => !part.IsKind(SyntaxKind.AttributeList))) + 1;

    private static int FirstLine(SyntaxNodeOrToken node) => node.GetLocation()!.GetLineSpan().StartLinePosition.Line;

    private static int LastLine(SyntaxNode node) => node.GetLocation().GetLineSpan().EndLinePosition.Line;

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        TypeDeclarationSyntax type => type.Identifier.Text,
        _ => node.Kind().ToString(),
    };

    private static void AssertNone(IEnumerable<string> tooLarge)
    {
        var found = tooLarge.Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
