using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;

namespace PriceStream.Web.Hosting.OpenApi;

/// <summary>Describes the responses that operations share: wrong parameters, too many calls, content that has not changed.</summary>
internal sealed class SharedResponses : IOpenApiOperationTransformer
{
    private const string WrongParameters = "400";
    private const string NotModified = "304";
    private const string TooManyCalls = "429";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var responses = operation.Responses!;
        if (responses.TryGetValue(WrongParameters, out var wrong))
        {
            wrong.Description = "At least one parameter is wrong. `errors` lists every wrong one with what is allowed.";
        }

        var limiter = context.Description.ActionDescriptor.EndpointMetadata.OfType<EnableRateLimitingAttribute>().LastOrDefault();
        if (limiter?.PolicyName == ApiLimit.Name)
        {
            responses[TooManyCalls] = TooManyCallsFrom(context.Document!);
        }

        if (responses.ContainsKey(NotModified))
        {
            DescribeETag(operation);
        }

        operation.Responses = InOrder(responses);
        return Task.CompletedTask;
    }

    private static OpenApiResponse TooManyCallsFrom(OpenApiDocument document) => new()
    {
        Description = "This address has made too many calls. Retry-After names the seconds to wait.",
        Headers = Header("Retry-After", JsonSchemaType.Integer, "How many seconds to wait."),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), document) },
        },
    };

    private static void DescribeETag(OpenApiOperation operation)
    {
        foreach (var status in (string[])["200", NotModified])
        {
            ((OpenApiResponse)operation.Responses![status]).Headers = Header("ETag", JsonSchemaType.String, "Names this content.");
        }

        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = "If-None-Match",
            In = ParameterLocation.Header,
            Description = "The ETag of the content that the client has. If it is still right, the response is a 304.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }

    private static Dictionary<string, IOpenApiHeader> Header(string name, JsonSchemaType type, string description) =>
        new() { [name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } } };

    private static OpenApiResponses InOrder(OpenApiResponses responses)
    {
        var sorted = new OpenApiResponses();
        foreach (var (status, response) in responses.OrderBy(response => response.Key, StringComparer.Ordinal))
        {
            sorted[status] = response;
        }

        return sorted;
    }
}
