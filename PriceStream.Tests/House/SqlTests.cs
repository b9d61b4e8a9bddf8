using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.House;

/// <summary>Every SQL statement lives in Data, so that a second store is written in one room.</summary>
public sealed partial class SqlTests
{
    [Fact]
    public void No_file_outside_Data_contains_SQL()
    {
        var data = Path.Combine(Repository.WebFolder, "Data") + Path.DirectorySeparatorChar;
        var others = Directory.EnumerateFiles(Repository.WebFolder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(data, StringComparison.Ordinal) && !IsGenerated(file));

        Assert.All(others, file => Assert.True(FindSql(File.ReadAllText(file)) is null, $"{file}: {FindSql(File.ReadAllText(file))}"));
    }

    [Theory]
    [InlineData("""x = "SELECT time FROM ticks";""")]
    [InlineData("""x = $"INSERT INTO ticks VALUES ({a})";""")]
    [InlineData("""x = @"UPDATE ticks SET high = 1";""")]
    [InlineData("""x = "delete from ticks" + y;""")]
    [InlineData("""x = "PRAGMA journal_mode = WAL";""")]
    [InlineData("""x = "VACUUM INTO $file";""")]
    [InlineData("""x = "CREATE TABLE ticks (a)";""")]
    [InlineData("x = \"\"\"\n    SELECT time\n    FROM ticks\n    \"\"\";")]
    public void SQL_is_detected_in_every_kind_of_string(string code) => Assert.NotNull(FindSql(code));

    [Theory]
    [InlineData("// SELECT a FROM b\n x = 1;")]
    [InlineData("""x = "Choose a period and update the page"; // set""")]
    [InlineData("""x = from item in items select item;""")]
    public void Comments_LINQ_queries_and_ordinary_text_do_not_count_as_SQL(string code) => Assert.Null(FindSql(code));

    private static string? FindSql(string code) => Token().Matches(code)
        .Where(token => !token.Groups["comment"].Success)
        .Select(literal => Sql().Match(literal.Value))
        .FirstOrDefault(match => match.Success)?.Value;

    private static bool IsGenerated(string file) =>
        Path.GetRelativePath(Repository.WebFolder, file).Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj";

    // Comments are matched too, so that a quotation mark in one opens no string; raw strings before ordinary ones.
    [GeneratedRegex(""""(?<comment>//[^\n]*)|"""[\s\S]*?"""|@\$?"(?:[^"]|"")*"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""")]
    private static partial Regex Token();

    [GeneratedRegex(
        @"\bSELECT\b[\s\S]+\bFROM\b|\bINSERT\s+(OR\s+\w+\s+)?INTO\b|\bUPDATE\s+\S+\s+SET\b"
        + @"|\bDELETE\s+FROM\b|\bPRAGMA\b|\bVACUUM\b|\bCREATE\s+TABLE\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Sql();
}
