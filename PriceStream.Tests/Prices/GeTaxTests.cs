using PriceStream.Web.Prices;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Prices;

/// <summary>The rules of the Grand Exchange tax and their arithmetic.</summary>
public sealed class GeTaxTests
{
    private const int Whip = 4151;
    private const int Bond = 13190;

    private static readonly GeTax Tax = new([], new SettableClock(new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero)));
    private static readonly TaxRule First = Tax.At(DateTimeOffset.Parse("2024-01-01T00:00:00Z"));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(49, 0, 0)]
    [InlineData(50, 0, 1)]
    [InlineData(99, 0, 1)]
    [InlineData(100, 1, 2)]
    [InlineData(149, 1, 2)]
    [InlineData(150, 1, 3)]
    [InlineData(249_999_999, 2_499_999, 4_999_999)]
    [InlineData(250_000_000, 2_500_000, 5_000_000)]
    [InlineData(499_999_999, 4_999_999, 5_000_000)]
    [InlineData(500_000_000, 5_000_000, 5_000_000)]
    [InlineData(2_147_483_647, 5_000_000, 5_000_000)]
    [InlineData(long.MaxValue, 5_000_000, 5_000_000)]
    public void The_tax_is_rounded_down_and_capped(long price, long atOnePercent, long atTwoPercent)
    {
        Assert.Equal((atOnePercent, atTwoPercent), (First.Tax(Whip, price), Tax.Now.Tax(Whip, price)));
        Assert.Equal(price - atTwoPercent, Tax.Now.Net(Whip, price));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(49, 49)]
    [InlineData(50, 51)]
    [InlineData(98, 99)]
    [InlineData(99, 101)]
    [InlineData(245_000_000, 249_999_999)]
    [InlineData(245_000_001, 250_000_001)]
    [InlineData(2_000_000_000, 2_005_000_000)]
    public void The_ask_is_the_price_of_which_the_seller_keeps_the_amount(long net, long ask) =>
        Assert.Equal(ask, Tax.Now.Ask(Whip, net));

    [Fact]
    public void The_ask_is_the_lowest_price_of_which_the_seller_keeps_the_amount()
    {
        TaxRule[] rules = [TaxRule.None, First, Tax.Now, Tax.Now with { BasisPoints = 300 }, Tax.Now with { BasisPoints = 125, Cap = 999 }];
        foreach (var rule in rules)
        {
            foreach (var net in Amounts(rule))
            {
                var ask = rule.Ask(Whip, net);
                Assert.True(rule.Net(Whip, ask) >= net && net > rule.Net(Whip, ask - 1), $"{rule.Percent} %: {net} for {ask}");
            }
        }
    }

    [Theory]
    [InlineData("2013-02-22T00:00:00Z", 0)]
    [InlineData("2021-12-09T17:59:59Z", 0)]
    [InlineData("2021-12-09T18:00:00Z", 1)]
    [InlineData("2025-05-29T10:29:59Z", 1)]
    [InlineData("2025-05-29T10:30:00Z", 2)]
    [InlineData("2026-11-27T00:00:00Z", 2)]
    public void Each_time_has_the_rule_of_its_day(string time, int percent)
    {
        Assert.Equal(percent, Tax.At(DateTimeOffset.Parse(time)).Percent);
        Assert.Equal(percent * 10, Tax.At(DateTimeOffset.Parse(time)).Tax(Whip, 1000));
    }

    [Fact]
    public void A_rule_states_its_divisor_and_the_prices_at_which_it_begins_and_ends_to_grow()
    {
        Assert.Equal((50, 50L, 250_000_000L), (Tax.Now.Divisor, Tax.Now.FirstTaxed, Tax.Now.CappedFrom));
        Assert.Equal((100, 100L, 500_000_000L), (First.Divisor, First.FirstTaxed, First.CappedFrom));
        var third = Tax.Now with { BasisPoints = 300 };
        Assert.Equal((null, 34L, 166_666_667L), (third.Divisor, third.FirstTaxed, third.CappedFrom));
        Assert.Equal((0, 1), (third.Tax(Whip, 33), third.Tax(Whip, 34)));
        Assert.Equal((4_999_999, 5_000_000), (third.Tax(Whip, 166_666_666), third.Tax(Whip, 166_666_667)));
    }

    [Fact]
    public void Exactly_the_48_exempt_items_have_no_tax()
    {
        Assert.Equal((14, 48), (First.Exempt.Count, Tax.Now.Exempt.Count));
        var free = Enumerable.Range(1, 40_000).Where(id => Tax.Now.Tax(id, 1_000_000) == 0).ToList();
        Assert.Equal(ExemptItems.Since2025.Order(), free);
        Assert.Equal(ExemptItems.Since2021.Order(), Enumerable.Range(1, 40_000).Where(id => First.Tax(id, 1_000_000) == 0));
        Assert.All(free, id => Assert.Equal((1_000_000, 777), (Tax.Now.Net(id, 1_000_000), Tax.Now.Ask(id, 777))));
        Assert.False(Tax.Now.IsExempt(null));
    }

    [Theory]
    [InlineData(100L, 90L, 8L)]
    [InlineData(49L, 40L, 9L)]
    [InlineData(1_691_751L, 1_636_552L, 21_364L)]
    [InlineData(2_147_483_647L, 2_000_000_000L, 142_483_647L)]
    [InlineData(90L, 100L, -11L)]
    [InlineData(null, 90L, null)]
    [InlineData(100L, null, null)]
    public void The_margin_is_what_a_flip_earns_after_tax(long? high, long? low, long? margin) =>
        Assert.Equal(margin, Tax.Now.Margin(Whip, high, low));

    [Fact]
    public void An_exempt_item_has_its_whole_margin_and_the_bond_none()
    {
        Assert.Equal(100, Tax.Now.Margin(379, 1000, 900));
        Assert.Null(Tax.Now.Margin(Bond, 12_300_000, 12_000_000));
        Assert.Null(First.Margin(Bond, 12_300_000, 12_000_000));
        Assert.Equal(new ResellFee(10, "a bought bond pays 10 % before it can be sold again"), GeTax.ResellFeeOf(Bond));
        Assert.Null(GeTax.ResellFeeOf(Whip));
    }

    [Fact]
    public void A_further_rule_is_in_force_from_its_start_and_may_replace_a_known_one()
    {
        var third = Tax.Now with { From = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), BasisPoints = 300 };
        var clock = new SettableClock(third.From.AddSeconds(-1));
        var tax = new GeTax([third], clock);

        Assert.Equal(2, tax.Now.Percent);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((3, 3), (tax.Now.Percent, tax.Rules.Count));
        var corrected = new GeTax([GeTax.Known[1] with { Cap = 1 }], clock);
        Assert.Equal((2, 1), (corrected.Rules.Count, corrected.Now.Cap));
    }

    private static IEnumerable<long> Amounts(TaxRule rule)
    {
        var capped = rule.Net(Whip, rule.CappedFrom ?? 500_000_000);
        return
        [
            .. Enumerable.Range(1, 30_000).Select(net => (long)net),
            .. Enumerable.Range(-2_000, 4_000).Select(offset => capped + offset).Where(net => net > 0),
            .. Enumerable.Range(0, 1_000).Select(step => 1_000_000_007L * (step + 1)),
        ];
    }
}
