using PriceStream.Web.Watch;

namespace PriceStream.Tests.Watch;

/// <summary>A list keeps its order, has each id once, and never grows beyond what a cookie can hold.</summary>
public sealed class WatchListTests
{
    [Fact]
    public void Adding_twice_is_adding_once_and_the_order_stays()
    {
        var list = WatchList.Of([2, 4151]).Add([561, 2], out var left).Add([561], out _);
        Assert.Equal(("2,4151,561", 0), (list.Text, left));
    }

    [Fact]
    public void The_201st_item_is_left_out_and_counted()
    {
        var full = WatchList.Of(Enumerable.Range(1, 200));
        var same = full.Add([7, 201, 202], out var left);
        Assert.Equal((full.Text, 2), (same.Text, left));
    }

    [Theory]
    [InlineData(4151, -1, "4151,2,561")]
    [InlineData(4151, 1, "2,561,4151")]
    [InlineData(2, -1, "2,4151,561")]
    [InlineData(561, 1, "2,4151,561")]
    [InlineData(9, 1, "2,4151,561")]
    public void An_item_moves_by_one_place_within_the_list(int id, int places, string expected) =>
        Assert.Equal(expected, WatchList.Of([2, 4151, 561]).Move(id, places).Text);

    [Fact]
    public void A_name_has_no_line_breaks_and_at_most_40_characters()
    {
        Assert.Equal("My  herbs", WatchList.Of([2], " My\r\nherbs ").Name);
        Assert.Equal(new string('a', 39), WatchList.Of([2], new string('a', 39) + "\U0001F33F herbs").Name);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("2.4151.561", "2,4151,561")]
    [InlineData("2..x.-5.0.99999999999.4151.2", "2,4151")]
    [InlineData("<script>.\"2\". 2.4151", "4151")]
    public void An_edited_cookie_loses_only_its_bad_parts(string? text, string expected) =>
        Assert.Equal(expected, WatchCookie.Parse(text).Text);

    [Fact]
    public void A_cookie_of_any_length_is_read_to_its_200th_part()
    {
        var text = string.Join('.', Enumerable.Range(1, 20_000));
        Assert.Equal(Enumerable.Range(1, 200), WatchCookie.Parse(text).Ids);
    }

    [Fact]
    public void A_cookie_has_at_most_1500_bytes_however_long_the_ids()
    {
        var longest = WatchList.Of(Enumerable.Range(int.MaxValue - 199, 200));
        var kept = new WatchChange(WatchChange.Replace, longest.Ids).ApplyTo(WatchList.Empty, out var left);
        var cookie = $"{WatchCookie.Name}={WatchCookie.Format(kept)}";
        Assert.InRange(cookie.Length, 1480, WatchCookie.MaxSize);
        Assert.Equal(200, kept.Ids.Count + left);
        Assert.Equal(kept.Ids, WatchCookie.Parse(WatchCookie.Format(kept)).Ids);

        var game = WatchList.Of(Enumerable.Range(30_000, 200));
        Assert.Same(game, WatchCookie.Fit(game));
    }

    [Theory]
    [InlineData("https://example.org/?watch=2,4151&list=Herbs", "2,4151", "Herbs")]
    [InlineData("/?preset=watch&watch=2%2C4151&list=My%20herbs+%26%20more#p-2", "2,4151", "My herbs & more")]
    [InlineData("?watch=2,x,-4,4151", "2,4151", "")]
    public void An_address_is_read_from_any_host(string address, string ids, string name)
    {
        var list = WatchAddress.Parse(address)!.Value;
        Assert.Equal((ids, name), (string.Join(',', list.Ids), list.Name));
    }

    [Theory]
    [InlineData("https://example.org/?search=whip")]
    [InlineData("watch=2")]
    [InlineData("what is this? watch=2")]
    public void Any_other_text_is_no_address(string text) => Assert.Null(WatchAddress.Parse(text));
}
