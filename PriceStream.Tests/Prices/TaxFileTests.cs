using PriceStream.Tests.Support;
using PriceStream.Web.Prices;

namespace PriceStream.Tests.Prices;

/// <summary>Further rules of the tax, from a file of the administrator's.</summary>
public sealed class TaxFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_rule_takes_what_it_leaves_out_from_the_rule_before_it()
    {
        var rules = Read("""
            {
              // the newest rule may stand first
              "rules": [
                {"from": "2028-01-01", "percent": 2.5, "exempt": [4151]},
                {"from": "2027-01-01T12:00:00Z", "percent": 3, "cap": 9000000, "source": "https://example.org/", "checked": "2026-12-31"},
              ]
            }
            """).Rules;

        Assert.Equal([300, 250], rules.Select(rule => rule.BasisPoints));
        Assert.Equal([9_000_000, 9_000_000], rules.Select(rule => rule.Cap));
        Assert.Equal([48, 1], rules.Select(rule => rule.Exempt.Count));
        Assert.Equal(["https://example.org/", "this site's administrator"], rules.Select(rule => rule.Source));
        Assert.Equal([new DateOnly(2026, 12, 31), null], rules.Select(rule => rule.Checked));
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 12, 0, 0, TimeSpan.Zero), rules[0].From);
    }

    [Theory]
    [InlineData("", "a JSON file such as")]
    [InlineData("{", "a JSON file such as")]
    [InlineData("""{"rules":[],"rules":[]}""", "a JSON file such as")]
    [InlineData("[]", "a list named 'rules' and nothing else")]
    [InlineData("""{"rules":{}}""", "a list named 'rules' and nothing else")]
    [InlineData("""{"rules":[],"rule":1}""", "a list named 'rules' and nothing else")]
    [InlineData("""{"rules":[7]}""", "rules[0] is an object")]
    [InlineData("""{"rules":[{"percent":3}]}""", "rules[0].from is a date or an ISO 8601 time after 2021-12-09T18:00:00Z")]
    [InlineData("""{"rules":[{"from":"2020-01-01","percent":3}]}""", "rules[0].from is a date")]
    [InlineData("""{"rules":[{"from":"soon","percent":3}]}""", "rules[0].from is a date")]
    [InlineData("""{"rules":[{"from":"2027-01-01"}]}""", "rules[0].percent is a number from 0 to 50 with at most two decimals")]
    [InlineData("""{"rules":[{"from":"2027-01-01","percent":"3"}]}""", "rules[0].percent is")]
    [InlineData("""{"rules":[{"from":"2027-01-01","percent":51}]}""", "rules[0].percent is")]
    [InlineData("""{"rules":[{"from":"2027-01-01","percent":0.005}]}""", "rules[0].percent is")]
    [InlineData("""{"rules":[{"from":"2027-01-01","percent":1e99}]}""", "rules[0].percent is")]
    [InlineData("""{"rules":[{"from":"2027-01-01","percent":3,"cap":-1}]}""", "rules[0].cap is a whole number of gp")]
    [InlineData("""{"rules":[{"from":"2027-01-01","percent":3,"cap":null}]}""", "rules[0].cap is a whole number of gp")]
    [InlineData("""{"rules":[{"from":"2027-01-01","percent":3,"exempt":["Lobster"]}]}""", "rules[0].exempt is a list of positive integers")]
    [InlineData("""{"rules":[{"from":"2027-01-01","percent":3,"source":""}]}""", "rules[0].source is a text")]
    [InlineData("""{"rules":[{"from":"2027-01-01","percent":3,"checked":"today"}]}""", "rules[0].checked is a date")]
    [InlineData("""{"rules":[{"from":"2027-01-01","percent":3,"rate":3}]}""", "rules[0] has no 'rate'")]
    [InlineData(
        """{"rules":[{"from":"2027-01-01","percent":3},{"from":"2027-01-01T00:00Z","percent":4}]}""", "rules[1].from differs from that of")]
    public void A_wrong_file_is_an_error_that_names_the_setting_and_the_field(string content, string allowed)
    {
        var error = Assert.Single(Errors(content));

        Assert.StartsWith($"Tax:File (environment: Tax__File) is '{path}'; allowed: ", error, StringComparison.Ordinal);
        Assert.Contains(allowed, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_of_a_file_is_listed()
    {
        var errors = Errors("""{"rules":[{"from":"x","percent":-1},{"from":"2027-01-01","percent":3,"cap":1.5,"tax":1}]}""");

        Assert.Equal(4, errors.Count);
    }

    [Fact]
    public void A_file_that_is_missing_or_too_large_is_an_error()
    {
        Assert.Contains("a file that this process can read", Assert.Single(ErrorsOf(path + "-missing")), StringComparison.Ordinal);
        Assert.Contains("a file that this process can read", Assert.Single(ErrorsOf(Path.GetTempPath())), StringComparison.Ordinal);
        Assert.Contains("at most 64 KiB", Assert.Single(Errors(new string(' ', 70_000))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_site_uses_the_rules_of_the_file_from_their_day_and_shows_them()
    {
        await File.WriteAllTextAsync(
            path, """{"rules":[{"from":"2025-05-21T09:00:00Z","percent":10}]}""", TestContext.Current.CancellationToken);
        await using var app = await AdminClient.StartSiteAsync(("Tax:File", path));
        using var client = await AdminClient.LogInAsync(app);
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        Assert.Equal("5000", await MarginAsync(app));

        app.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("-130000", await MarginAsync(app));
        Assert.Equal(3, (await app.GetJsonAsync("api/v1/tax"))["data"]!["rules"]!.AsArray().Count);
        var admin = (await client.GetAsync("admin")).QuerySelector("[data-testid=admin-tax]")!.TextContent;
        Assert.Contains("10 % since 2025-05-21 09:00:00 UTC", admin, StringComparison.Ordinal);
        Assert.Contains("From Tax__File", admin, StringComparison.Ordinal);
    }

    private static async Task<string?> MarginAsync(AppFactory app) =>
        (await app.GetPageAsync("")).QuerySelector("#p-4151 [data-field=margin]")!.GetAttribute("data-value");

    private TaxOptions Read(string content)
    {
        File.WriteAllText(path, content);
        var settings = TestSettings.Reader(("Tax:File", path));
        var options = settings.Bind<TaxOptions>();
        Assert.Empty(settings.Errors);
        return options;
    }

    private IReadOnlyList<string> Errors(string content)
    {
        File.WriteAllText(path, content);
        return ErrorsOf(path);
    }

    private static IReadOnlyList<string> ErrorsOf(string file)
    {
        var settings = TestSettings.Reader(("Tax:File", file));
        settings.Bind<TaxOptions>();
        return settings.Errors;
    }
}
