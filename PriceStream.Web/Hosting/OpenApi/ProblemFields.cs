using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PriceStream.Web.Hosting.OpenApi;

/// <summary>Describes the framework's problem details, which have no comments of their own.</summary>
internal sealed class ProblemFields : IOpenApiSchemaTransformer
{
    private static readonly Dictionary<string, string> Descriptions = new()
    {
        ["type"] = "A link that explains this kind of error.",
        ["title"] = "The kind of error.",
        ["status"] = "The HTTP status.",
        ["detail"] = "What is wrong with this request.",
        ["instance"] = "A reference to this occurrence of the error.",
        ["errors"] = "What is allowed, by the name of each wrong parameter.",
    };

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (context.JsonPropertyInfo is not null || !type.IsAssignableTo(typeof(ProblemDetails)))
        {
            return Task.CompletedTask;
        }

        schema.Description = type == typeof(ProblemDetails)
            ? "What went wrong, as problem details (RFC 9457)."
            : "Which parameters are wrong, as problem details (RFC 9457).";
        foreach (var (name, property) in schema.Properties!)
        {
            property.Description = Descriptions[name];
        }

        return Task.CompletedTask;
    }
}
