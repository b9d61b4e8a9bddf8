using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.House;

/// <summary>The numbers of the Grand Exchange tax are in one file, so that a change of the game is a change of that file.</summary>
public sealed partial class TaxTests
{
    private static readonly string Table = Path.Combine("Prices", "GeTax.cs");

    [Fact]
    public void No_file_but_the_tax_table_has_the_numbers_of_the_tax() =>
        Assert.Empty(
            from file in Repository.FilesUnder("PriceStream.Web", ".cs", ".cshtml", ".js")
            where !file.EndsWith(Table, StringComparison.Ordinal)
            from Match number in Numbers().Matches(File.ReadAllText(file))
            select $"{Path.GetRelativePath(Repository.WebFolder, file)}: {number.Value}");

    [Fact]
    public void The_tax_table_has_them() => Assert.NotEmpty(Numbers().Matches(Repository.Read($"PriceStream.Web/{Table}")));

    [Theory]
    [InlineData("Math.Min(high / 50, 5_000_000)")]
    [InlineData("price - Math.floor(price / 50)")]
    [InlineData("price * 0.98")]
    [InlineData("price * 2 / 100")]
    [InlineData("if (itemId == 13190)")]
    [InlineData("new(2025, 5, 29)")]
    public void Another_copy_of_the_tax_is_found(string code) => Assert.Matches(Numbers(), code);

    // The cap, the divisors, the rates, the exempt ids that no other number could be, and the days.
    [GeneratedRegex(
        @"\b5[_,']?000[_,']?000\b|/ ?50\b|\* ?[12] ?/ ?100\b|\* ?0\.(01|02|98|99)\b|\b(13190|28824|28790)\b"
        + @"|2021, 12, 0?9\b|2025, 0?5, 29\b|2021-12-09|2025-05-29|\b1748514600\b|\b1639072800\b")]
    private static partial Regex Numbers();
}
