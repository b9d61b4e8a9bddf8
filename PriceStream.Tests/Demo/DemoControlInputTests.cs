using System.Net;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;
using static PriceStream.Tests.Support.DemoControlClient;

namespace PriceStream.Tests.Demo;

/// <summary>The commands that the demo market refuses. All of these tests share one site, so none may change it.</summary>
public sealed class DemoControlInputTests(DemoControlInputTests.Site site) : IClassFixture<DemoControlInputTests.Site>
{
    [Theory]
    [InlineData("", "body")]
    [InlineData("{", "body")]
    [InlineData("[]", "body")]
    [InlineData("{}", "body")]
    [InlineData("""{"manual":true,"manual":false}""", "body")]
    [InlineData("""{"manual":"yes"}""", "manual")]
    [InlineData("""{"manual":null}""", "manual")]
    [InlineData("""{"clear":false}""", "clear")]
    [InlineData("""{"reset":false}""", "reset")]
    [InlineData("""{"reset":1}""", "reset")]
    [InlineData("""{"manual":true,"stride":1}""", "stride")]
    [InlineData("""{"manual":true,"step":-1}""", "step")]
    [InlineData("""{"manual":true,"step":"1"}""", "step")]
    [InlineData("""{"manual":true,"step":1.5}""", "step")]
    [InlineData("""{"manual":true,"step":2678401}""", "step")]
    [InlineData("""{"manual":true,"move":99999999999}""", "move")]
    [InlineData("""{"manual":true,"fault":"501"}""", "fault")]
    [InlineData("""{"manual":true,"fault":500}""", "fault")]
    [InlineData("""{"manual":true,"fault":"500","path":"10m"}""", "path")]
    [InlineData("""{"manual":true,"fault":"500","count":0}""", "count")]
    [InlineData("""{"manual":true,"fault":"500","count":1001}""", "count")]
    [InlineData("""{"manual":true,"fault":"slow"}""", "ms")]
    [InlineData("""{"manual":true,"fault":"slow","ms":60001}""", "ms")]
    [InlineData("""{"manual":true,"path":"latest"}""", "path")]
    [InlineData("""{"manual":true,"fault":"off","count":1}""", "count")]
    [InlineData("""{"manual":true,"set":[]}""", "set")]
    [InlineData("""{"manual":true,"set":{}}""", "set")]
    [InlineData("""{"manual":true,"set":{"whip":{"high":1}}}""", "set.whip")]
    [InlineData("""{"manual":true,"set":{"999999":{"high":1}}}""", "set.999999")]
    [InlineData("""{"manual":true,"set":{"4151":{}}}""", "set.4151")]
    [InlineData("""{"manual":true,"set":{"4151":5}}""", "set.4151")]
    [InlineData("""{"manual":true,"set":{"4151":{"high":0}}}""", "set.4151.high")]
    [InlineData("""{"manual":true,"set":{"4151":{"low":null}}}""", "set.4151.low")]
    [InlineData("""{"manual":true,"set":{"4151":{"low":1000000000001}}}""", "set.4151.low")]
    [InlineData("""{"manual":true,"set":{"4151":{"high":1,"margin":1}}}""", "set.4151.margin")]
    public async Task The_error_names_an_invalid_field_and_what_is_allowed_and_nothing_changes(string body, string field)
    {
        var before = (await site.App.GetJsonAsync("demo/control")).ToJsonString();

        using var answer = await SendAsync(site.App, body);

        AssertProblem(HttpStatusCode.BadRequest, answer);
        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["errors"]!.AsObject();
        Assert.Equal([field], errors.Select(error => error.Key));
        Assert.Matches("must|the known fields are", (string)errors[field]![0]!);
        Assert.Equal(before, (await site.App.GetJsonAsync("demo/control")).ToJsonString());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data")]
    public async Task A_content_type_that_a_form_on_another_site_can_send_is_refused(string type)
    {
        using var answer = await SendAsync(site.App, """{"manual":true}""", type);

        AssertProblem(HttpStatusCode.UnsupportedMediaType, answer);
        Assert.False((bool)(await site.App.GetJsonAsync("demo/control"))["manual"]!);
    }

    [Fact]
    public async Task A_body_over_16_KiB_is_refused()
    {
        using var answer = await SendAsync(site.App, """{"manual":true}""" + new string(' ', 16 << 10));

        AssertProblem(HttpStatusCode.RequestEntityTooLarge, answer);
        Assert.False((bool)(await site.App.GetJsonAsync("demo/control"))["manual"]!);
    }

    private static void AssertProblem(HttpStatusCode status, HttpResponseMessage answer)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    public sealed class Site : IAsyncLifetime
    {
        internal AppFactory App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await StartAsync();

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
