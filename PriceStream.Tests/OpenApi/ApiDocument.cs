using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.OpenApi;

/// <summary>The document at /openapi/v1.json, as a client reads it.</summary>
internal sealed class ApiDocument(string text)
{
    public string Text => text;
    public JsonObject Root { get; } = JsonNode.Parse(text)!.AsObject();

    public IEnumerable<ApiOperation> Operations =>
        from path in Root["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select new ApiOperation(operation.Key, path.Key, operation.Value!.AsObject());

    public JsonObject Schemas => Root["components"]!["schemas"]!.AsObject();

    public static async Task<ApiDocument> ReadAsync(AppFactory app) =>
        new(await app.Http.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken));
}
