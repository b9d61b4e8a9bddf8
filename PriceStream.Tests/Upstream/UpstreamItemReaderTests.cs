using System.Text;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Upstream;

/// <summary>What the upstream's catalogue may hold.</summary>
public sealed class UpstreamItemReaderTests
{
    [Theory]
    [InlineData("""{"id":1,"name":"One"}""", "row 1 came before")]
    [InlineData("""{"id":0,"name":"Two"}""", "row 1 has an id that cannot be")]
    [InlineData("""{"id":2.5,"name":"Two"}""", "row 1 has an id that cannot be")]
    [InlineData("""{"id":"2","name":"Two"}""", "row 1 has an id that cannot be")]
    [InlineData("""{"id":2147483648,"name":"Two"}""", "row 1 has an id that cannot be")]
    [InlineData("""{"id":2,"name":" "}""", "row 1 has no name, or one that is over 200 characters or not plain text")]
    [InlineData("""{"id":2,"name":"\ud800"}""", "row 1 has no name, or one that is over 200 characters or not plain text")]
    [InlineData("""{"id":2,"name":"\u001b[2J"}""", "row 1 has no name, or one that is over 200 characters or not plain text")]
    [InlineData("""{"id":2,"name":null}""", "row 1 has no name")]
    [InlineData("""{"id":2}""", "row 1 has no name")]
    [InlineData("null", "row 1 is null")]
    [InlineData("""["id",2]""", "row 1 is no object")]
    public void A_bad_item_is_refused_and_the_others_are_used(string row, string refusal)
    {
        var answer = UpstreamReader.ReadMapping(Utf8($$"""[{"id":1,"name":"One"},{{row}},{"id":3.0,"name":"Three"}]"""));

        Assert.Equal([1, 3], answer.Rows.Select(item => item.Id));
        Assert.StartsWith(refusal, answer.FirstRefusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "limit":-1""", "row 0 has a limit that cannot be")]
    [InlineData(""" "limit":2147483648""", "row 0 has a limit that cannot be")]
    [InlineData(""" "value":"many" """, "row 0 has a value that cannot be")]
    [InlineData(""" "highalch":1e30""", "row 0 has a highalch that cannot be")]
    [InlineData(""" "lowalch":[{}]""", "row 0 has a lowalch that cannot be")]
    [InlineData(""" "examine":"\udc00" """, "row 0 has an examine text that is over 2000 characters or not plain text")]
    [InlineData(""" "icon":{"name":"\ud800"}""", "row 0 has an icon that is over 200 characters or not plain text")]
    [InlineData(""" "\ud800":"\ud800","members":"yes" """, null)]
    public void An_odd_field_of_an_item_costs_that_field_only(string field, string? refusal)
    {
        var answer = UpstreamReader.ReadMapping(Utf8($$"""[{"id":1,"name":"One",{{field}} }]"""));

        Assert.Equal(new UpstreamItem { Id = 1, Name = "One" }, Assert.Single(answer.Rows));
        Assert.Equal(refusal, answer.FirstRefusal);
    }


    private static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);
}
