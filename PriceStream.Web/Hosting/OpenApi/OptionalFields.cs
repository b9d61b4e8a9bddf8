using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PriceStream.Web.Hosting.OpenApi;

/// <summary>
/// Describes the fields that are either an object or null. The framework writes them as a choice and leaves the description at one of the
/// alternatives, where readers and client generators do not look for it.
/// </summary>
internal sealed class OptionalFields : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var field in document.Components!.Schemas!.Values.SelectMany(schema => schema.Properties!.Values))
        {
            if (field is OpenApiSchema { Description: null, OneOf: { } choice })
            {
                field.Description = choice.Select(alternative => alternative.Description).FirstOrDefault(text => text is not null);
            }
        }

        return Task.CompletedTask;
    }
}
