using System.Text.Json.Serialization;

namespace PriceStream.Web.Hosting.OpenApi;

/// <summary>
/// The API's OpenAPI document, at /openapi/v1.json. The code is its only source: descriptions are XML comments, parameters are the
/// parameter records, responses are the handlers' return types.
/// </summary>
public static class OpenApiSetup
{
    public static void AddApiDocument(this IServiceCollection services)
    {
        // Otherwise the document allows a string for every number, because the server would accept it.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddOpenApi(options =>
        {
            // Every GET has a HEAD, which would only double the document's length.
            options.ShouldInclude = description => description.HttpMethod != HttpMethods.Head;
            options.AddDocumentTransformer<DocumentInfo>();
            options.AddDocumentTransformer<OptionalFields>();
            options.AddSchemaTransformer<ProblemFields>();
            options.AddOperationTransformer<RequestParameters>();
            options.AddOperationTransformer<SharedResponses>();
            options.AddOperationTransformer<FileResponses>();
        });
    }
}
