using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PriceStream.Web.Hosting.OpenApi;

/// <summary>Adds the API's name, version and general rules.</summary>
internal sealed class DocumentInfo : IOpenApiDocumentTransformer
{
    private const string Description = """
        Prices of Old School RuneScape items: current ones, their history, and a stream of changes.

        - Names are in snake_case, prices are whole gp, times are ISO 8601 in UTC unless a field says Unix seconds.
        - An unknown value is `null`, never 0.
        - An empty query parameter counts as absent, except for a list of ids.
        - Errors are problem details (RFC 9457). A 400 lists every wrong parameter with what is allowed.
        - HEAD is answered wherever GET is.
        """;

    public static string Version { get; } = typeof(DocumentInfo).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "PriceStream", Version = Version, Description = Description };
        return Task.CompletedTask;
    }
}
