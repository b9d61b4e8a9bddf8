using Acornima;
using Acornima.Ast;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.House;

/// <summary>Keeps the site's own JavaScript, styles and pages readable, and its modules apart.</summary>
public sealed class FrontEndTests
{
    private const int FunctionLines = 40;
    private const int FileLines = 200;
    private const int Columns = 140;

    /// <summary>Modules without a DOM, which Node.js can test. They import each other alone.</summary>
    private static readonly string[] Pure = ["clock.js", "live-buffer.js", "price-format.js", "timesteps.js"];

    /// <summary>Modules that every other module may import.</summary>
    private static readonly string[] Shared = [.. Pure, "dom.js"];

    /// <summary>What a module may import beyond <see cref="Shared"/>. Page modules connect the others, and may import all.</summary>
    private static readonly Dictionary<string, string[]> Parts = new()
    {
        ["price-chart.js"] = ["chart-options.js"],
        ["stream-connection.js"] = ["server-probe.js", "stream-slot.js"],
    };

    private static readonly string[] BrowserGlobals = ["document", "window", "fetch", "htmx", "localStorage", "Chart"];

    private static readonly List<(string Name, string Path, Module Code)> Modules =
        [.. Repository.FilesUnder("PriceStream.Web/wwwroot/js", ".js")
            .Select(file => (Path.GetFileName(file), file, new Parser().ParseModule(File.ReadAllText(file))))];

    [Fact]
    public void No_function_is_longer_than_40_lines() => AssertNone(
        from module in Modules
        from function in module.Code.DescendantNodes().Where(node => node is IFunction)
        let lines = function.Location.End.Line - function.Location.Start.Line + 1
        where lines > FunctionLines
        select $"{module.Name}:{function.Location.Start.Line} is {lines} lines long");

    [Fact]
    public void No_module_is_longer_than_200_lines() => AssertNone(
        from module in Modules
        let lines = File.ReadLines(module.Path).Count()
        where lines > FileLines
        select $"{module.Name}: {lines} lines");

    [Theory]
    [InlineData(".js")]
    [InlineData(".css")]
    [InlineData(".cshtml")]
    public void No_line_is_wider_than_140_columns(string extension) => AssertNone(
        from file in Repository.FilesUnder(".", extension)
        from line in File.ReadLines(file).Select((text, index) => (Number: index + 1, text.Length))
        where line.Length > Columns
        select $"{Path.GetRelativePath(Repository.Folder, file)}:{line.Number} is {line.Length} columns wide");

    [Fact]
    public void Only_page_modules_know_more_than_one_adapter() => AssertNone(
        from module in Modules
        where !module.Name.EndsWith("-page.js", StringComparison.Ordinal)
        let allowed = Pure.Contains(module.Name) ? Pure : [.. Shared, .. Parts.GetValueOrDefault(module.Name, [])]
        from import in module.Code.DescendantNodes().OfType<ImportDeclaration>()
        let imported = import.Source.Value.TrimStart('.', '/')
        where !allowed.Contains(imported)
        select $"{module.Name} imports {imported}");

    // The build trims each line of a script on its own.
    [Fact]
    public void No_literal_spans_lines() => AssertNone(
        from module in Modules
        from literal in module.Code.DescendantNodes().OfType<TemplateElement>()
        where literal.Location.Start.Line != literal.Location.End.Line
        select $"{module.Name}:{literal.Location.Start.Line}");

    [Fact]
    public void Pure_modules_use_nothing_of_the_browser() => AssertNone(
        from module in Modules
        where Pure.Contains(module.Name)
        from identifier in module.Code.DescendantNodes().OfType<Identifier>()
        where BrowserGlobals.Contains(identifier.Name)
        select $"{module.Name}:{identifier.Location.Start.Line} uses {identifier.Name}");

    private static void AssertNone(IEnumerable<string> found) => Assert.Empty(found.Order(StringComparer.Ordinal));
}
