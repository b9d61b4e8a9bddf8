using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PriceStream.Web.Hosting.OpenApi;

/// <summary>Describes bodies that are files, so that generated clients return them as they are, and do not read them as JSON.</summary>
internal sealed class FileResponses : IOpenApiOperationTransformer
{
    private const string Events = "text/event-stream";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var contents = operation.Responses!.Values.SelectMany(response => response.Content ?? new Dictionary<string, OpenApiMediaType>());
        foreach (var (mediaType, content) in contents)
        {
            if (mediaType != Events && content.Schema is OpenApiSchema { Type: JsonSchemaType.String } text)
            {
                text.Format = "binary";
            }
        }

        return Task.CompletedTask;
    }
}
