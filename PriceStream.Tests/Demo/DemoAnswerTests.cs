using System.Net;
using System.Text.Json;
using static PriceStream.Tests.Support.DemoUpstream;

namespace PriceStream.Tests.Demo;

/// <summary>The demo market's responses: errors, dates, cancellation.</summary>
public sealed class DemoAnswerTests
{
    [Theory]
    [InlineData("timeseries?id=999999&timestep=5m", HttpStatusCode.BadRequest)]
    [InlineData("timeseries?id=4151&timestep=2h", HttpStatusCode.BadRequest)]
    [InlineData("timeseries?timestep=5m", HttpStatusCode.BadRequest)]
    [InlineData("timeseries", HttpStatusCode.BadRequest)]
    [InlineData("latest?id=whip", HttpStatusCode.BadRequest)]
    [InlineData("5m?timestamp=1700000001", HttpStatusCode.BadRequest)]
    [InlineData("1h?timestamp=99999999999999999999", HttpStatusCode.BadRequest)]
    [InlineData("10m", HttpStatusCode.NotFound)]
    [InlineData("", HttpStatusCode.NotFound)]
    public async Task An_invalid_request_gets_an_error_as_JSON(string path, HttpStatusCode status)
    {
        using var http = Client(seed: 1, Noon);
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((status, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.NotEmpty(body.RootElement.GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task A_response_has_the_clocks_date()
    {
        using var http = Client(seed: 1, Noon);
        using var answer = await http.GetAsync(new Uri("latest", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((Noon, "application/json"), (answer.Headers.Date, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_cancelled_request_gets_no_response()
    {
        // HttpClient would look at the token itself; the invoker leaves that to the handler.
        using var invoker = new HttpMessageInvoker(Handler(seed: 1, Noon));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://prices.example/api/v1/osrs/latest");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invoker.SendAsync(request, new CancellationToken(canceled: true)));
    }
}
