using System.Net;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Pages;

/// <summary>Addresses without a page, and addresses that redirect.</summary>
public sealed class PageAddressTests
{
    [Theory]
    [InlineData("items/4151", "/items/4151/abyssal-whip")]
    [InlineData("items/4151/wrong-slug?period=1h", "/items/4151/abyssal-whip?period=1h")]
    public async Task A_wrong_slug_redirects_to_the_right_one(string asked, string right)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Http.BaseAddress };

        using var answer = await http.GetAsync(new Uri(asked, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(right, answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("items/999999/nothing")]
    [InlineData("items/0/nothing")]
    [InlineData("items/whip")]
    [InlineData("nowhere")]
    public async Task An_unknown_address_shows_a_404_page(string path)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Page not found", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("items/4151/abyssal-whip")]
    [InlineData("fault")]
    public async Task A_method_that_a_page_does_not_support_is_refused(string path)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var request = new HttpRequestMessage(HttpMethod.Trace, path);
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("GET", answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Before_the_catalogue_is_loaded_an_item_page_reloads_itself()
    {
        await using var app = await AppFactory.StartAsync();
        using var answer = await app.Http.GetAsync(new Uri("items/4151", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("3", Assert.Single(answer.Headers.GetValues("Refresh")));
    }

    [Fact]
    public async Task An_unknown_API_path_gets_problem_details()
    {
        await using var app = await AppFactory.StartAsync();
        using var answer = await app.Http.GetAsync(new Uri("api/v1/nowhere", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("?page=abc&sort=nonsense&members=perhaps")]
    [InlineData("?page=99999")]
    public async Task A_page_ignores_invalid_parameters(string query)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var names = (await app.GetPageAsync(query)).QuerySelectorAll("table.items tbody tr a").Select(link => link.TextContent);
        Assert.Equal(["Abyssal whip", "Cannonball", "Logs"], names);
    }
}
