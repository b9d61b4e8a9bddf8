using PriceStream.Web.Requests;

namespace PriceStream.Tests.Requests;

/// <summary>Amounts in gp as players write them.</summary>
public sealed class GpAmountTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("007", 7)]
    [InlineData("250000", 250_000)]
    [InlineData("1,234,567", 1_234_567)]
    [InlineData("12,345", 12_345)]
    [InlineData("10k", 10_000)]
    [InlineData("10K", 10_000)]
    [InlineData("1.5m", 1_500_000)]
    [InlineData("1.5 M", 1_500_000)]
    [InlineData("2b", 2_000_000_000)]
    [InlineData("2B", 2_000_000_000)]
    [InlineData("500gp", 500)]
    [InlineData("500 GP", 500)]
    [InlineData("500 k gp", 500_000)]
    [InlineData("500kgp", 500_000)]
    [InlineData("  1,234.5k  gp  ", 1_234_500)]
    [InlineData("1.99", 1)]
    [InlineData("1.2345k", 1234)]
    [InlineData("0.0005k", 0)]
    [InlineData("2.147483647b", 2_147_483_647)]
    [InlineData("0.9999999999999999999999999999b", 999_999_999)]
    [InlineData("1000b", 1_000_000_000_000)]
    [InlineData("1,000,000,000,000", 1_000_000_000_000)]
    [InlineData("1000000000000.9", 1_000_000_000_000)]
    [InlineData("00000000000000000000000012k", 12_000)]
    public void An_amount_is_read_and_rounded_down(string text, long amount) => Assert.Equal(amount, GpAmount.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("1.234.567")]
    [InlineData("1,23")]
    [InlineData("1,2345")]
    [InlineData("1234,567")]
    [InlineData("1,234567")]
    [InlineData(",123")]
    [InlineData("1 000")]
    [InlineData("1 000k")]
    [InlineData("1e6")]
    [InlineData("5kk")]
    [InlineData("5km")]
    [InlineData("5gpk")]
    [InlineData("5g")]
    [InlineData("gp")]
    [InlineData("k")]
    [InlineData(".5k")]
    [InlineData("5.")]
    [InlineData("5.k")]
    [InlineData("1. 5k")]
    [InlineData("1.5,000")]
    [InlineData("5 g p")]
    [InlineData("5\n")]
    [InlineData("5\tk")]
    [InlineData("5\u00A0k")]
    [InlineData("5\u212A")]
    [InlineData("٥")]
    [InlineData("½k")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("1000000000001")]
    [InlineData("1000.000000001b")]
    [InlineData("1001b")]
    [InlineData("99999999999999999999999999")]
    public void Any_other_text_is_refused(string text) => Assert.Null(GpAmount.Parse(text));

    [Fact]
    public void Every_whole_amount_is_read_back_from_its_digits_with_and_without_commas()
    {
        var random = new Random(1);
        for (var round = 0; round < 2_000; round++)
        {
            var amount = random.NextInt64(GpAmount.Max + 1) >> random.Next(40);
            Assert.Equal(amount, GpAmount.Parse($"{amount}"));
            Assert.Equal(amount, GpAmount.Parse(amount.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void The_documented_pattern_has_the_same_shape()
    {
        var pattern = new System.Text.RegularExpressions.Regex(GpAmount.Pattern);
        Assert.All((string[])["10k", "1.5 m gp", "1,234,567", " 7 "], text => Assert.Matches(pattern, text));
        Assert.All((string[])["1,23", "5kk", "1e6", "-5", "1 000", ""], text => Assert.DoesNotMatch(pattern, text));
    }
}
