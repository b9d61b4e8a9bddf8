using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PriceStream.Tests.Support;

/// <summary>Starts sites on the demo market and sends commands to its control.</summary>
internal static class DemoControlClient
{
    public static readonly Uri Control = new("demo/control", UriKind.Relative);

    public static Task<AppFactory> StartAsync() => AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));

    /// <summary>Sends a command that must succeed, moving the clock until it is answered.</summary>
    public static async Task<JsonNode> DoAsync(AppFactory app, string command)
    {
        var sending = SendAsync(app, command);
        await app.RunAsync(sending);
        using var answer = await sending;
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }

    public static async Task<HttpResponseMessage> SendAsync(AppFactory app, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        return await app.Http.PostAsync(Control, content, TestContext.Current.CancellationToken);
    }

    public static async Task<string> PricesAsync(AppFactory app) =>
        (await app.GetJsonAsync("api/v1/prices/current"))["data"]!.ToJsonString();
}
