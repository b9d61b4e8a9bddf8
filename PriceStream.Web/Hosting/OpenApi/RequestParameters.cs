using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Hosting.OpenApi;

/// <summary>Describes the parameters of an operation from the record that the endpoint reads them into.</summary>
internal sealed class RequestParameters : IOpenApiOperationTransformer
{
    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ParameterList>().SingleOrDefault() is not { } list)
        {
            return;
        }

        // The schema of the record carries the XML comments of its properties.
        var record = await context.GetOrCreateSchemaAsync(list.Record, cancellationToken: cancellationToken);
        operation.Parameters = [.. list.All.Select(parameter => Describe(parameter, record))];
    }

    private static OpenApiParameter Describe(Parameter parameter, OpenApiSchema record)
    {
        var property = (OpenApiSchema)record.Properties![JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Property.Name)];
        var isList = parameter.Type is IdListType or NameListType;
        return new()
        {
            Name = parameter.Name,
            In = LocationOf(parameter.Source),
            Required = parameter.IsRequired,
            Description = CommentOf(property),
            Schema = ParameterSchema.Of(parameter),
            Style = isList ? ParameterStyle.Form : null,
            Explode = !isList && parameter.Source == ParameterSource.Query,
        };
    }

    // An enum's schema has the enum's own comment; the comment generator keeps the property's comment beside it.
    private static string? CommentOf(OpenApiSchema property) =>
        property.Metadata is { } kept && kept.TryGetValue("x-ref-description", out var comment) ? (string)comment : property.Description;

    private static ParameterLocation LocationOf(ParameterSource source) => source switch
    {
        ParameterSource.Path => ParameterLocation.Path,
        ParameterSource.Header => ParameterLocation.Header,
        _ => ParameterLocation.Query,
    };
}
