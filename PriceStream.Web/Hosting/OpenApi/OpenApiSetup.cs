using System.Text.Json.Serialization;

namespace PriceStream.Web.Hosting.OpenApi;

/// <summary>
/// The API's description for machines, at /openapi/v1.json. The code is its only source: sentences are XML comments, parameters are the
/// parameter records, responses are the handlers' return types.
/// </summary>
public static class OpenApiSetup
{
    public static void AddApiDocument(this IServiceCollection services)
    {
        // Otherwise the document says that every number may also be a string, because the server would read it.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddOpenApi(options =>
        {
            // Every GET has a HEAD, which would double the document's length and say nothing.
            options.ShouldInclude = description => description.HttpMethod != HttpMethods.Head;
            options.AddDocumentTransformer<DocumentInfo>();
            options.AddDocumentTransformer<OptionalFields>();
            options.AddSchemaTransformer<ProblemFields>();
            options.AddOperationTransformer<RequestParameters>();
            options.AddOperationTransformer<SharedResponses>();
        });
    }
}
