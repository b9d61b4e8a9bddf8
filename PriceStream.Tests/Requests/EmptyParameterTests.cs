using System.Net;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Requests;

/// <summary>An empty parameter of the API is an error, whichever it is. An empty field of a page's own form counts as absent.</summary>
public sealed class EmptyParameterTests
{
    [Theory]
    [InlineData("items?search=", "search")]
    [InlineData("items?search=whip&members=", "members")]
    [InlineData("items?sort=&order=", "sort,order")]
    [InlineData("items?page=&page_size=", "page,page_size")]
    [InlineData("prices/current?items=", "items")]
    [InlineData("prices/current?items", "items")]
    [InlineData("prices/history/2?period=", "period")]
    [InlineData("prices/history/2?sample=&cache=&bypass_cache=", "sample,cache,bypass_cache")]
    [InlineData("items.csv?cols=&search=", "cols,search")]
    [InlineData("prices/history/2.csv?period=", "period")]
    [InlineData("tax?price=&net=&item=&at=", "price,net,item,at")]
    [InlineData("prices/stream?items=", "items")]
    [InlineData("prices/stream?after=", "after")]
    [InlineData("prices/stream?lastEventId=", "lastEventId")]
    [InlineData("prices/stream?html=", "html")]
    public async Task An_empty_parameter_of_the_API_is_a_400_that_names_it(string path, string names)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var answer = await app.Http.GetAsync(new Uri("api/v1/" + path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(names.Split(',').Order(), problem["errors"]!.AsObject().Select(error => error.Key).Order());
    }

    [Fact]
    public async Task The_empty_fields_of_a_pages_own_form_are_absent_ones()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await app.GetPageAsync("?search=&members=&sort=&order=&page=&page_size=");

        Assert.Equal(3, page.QuerySelectorAll("tbody tr").Length);
        Assert.Empty(page.QuerySelectorAll("[aria-invalid=true]"));
        Assert.NotNull((await app.GetPageAsync("items/4151/abyssal-whip?period=")).QuerySelector("[data-testid=price-chart]"));
    }

    [Fact]
    public async Task An_empty_Last_Event_ID_is_an_absent_one()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "api/v1/prices/stream");
        Assert.True(request.Headers.TryAddWithoutValidation("Last-Event-ID", ""));
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
