using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace PriceStream.Web.Requests;

/// <summary>
/// The parameters of a request as a <typeparamref name="T"/>: a record whose initialisers are the defaults and whose validation attributes
/// are the limits. An endpoint that takes one runs only when every parameter is right. Any other request gets a single 400 that lists all
/// wrong parameters with what is allowed, which the framework's own binding cannot do: it stops at the first text that does not parse.
/// </summary>
public sealed class Parameters<T> : IBindableFromHttpContext<Parameters<T>>, IEndpointParameterMetadataProvider where T : class, new()
{
    private static readonly IReadOnlyList<Parameter> All = Parameter.AllOf<T>();

    private static readonly RefusedParametersAttribute? Refused = typeof(T).GetCustomAttribute<RefusedParametersAttribute>();

    private static readonly bool KnownOnly = typeof(T).IsDefined(typeof(KnownParametersOnlyAttribute), inherit: true);

    private readonly Dictionary<string, string[]> errors = [];

    /// <param name="emptyIsAbsent">For a page's own form, which sends its empty fields too.</param>
    public Parameters(HttpContext context, bool emptyIsAbsent = false)
    {
        foreach (var parameter in All)
        {
            var text = parameter.TextIn(context);
            Read(parameter, emptyIsAbsent && text is "" ? null : text);
        }

        if (KnownOnly)
        {
            RefuseUnknown(context.Request.Query.Keys);
        }

        foreach (var name in Refused?.Names.Where(context.Request.Query.ContainsKey) ?? [])
        {
            errors[name] = [Refused!.Reason];
        }
    }

    /// <summary>The record. A parameter that is absent or wrong has its default.</summary>
    public T Value { get; } = new();

    /// <summary>What is allowed, by the name of each wrong parameter.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => errors;

    static ValueTask<Parameters<T>?> IBindableFromHttpContext<Parameters<T>>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(new Parameters<T>(context));

    /// <summary>Adds the check before the endpoint's handler, and the parameters to its metadata for the OpenAPI document.</summary>
    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ParameterList(typeof(T), All));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(
            StatusCodes.Status400BadRequest, typeof(HttpValidationProblemDetails), ["application/problem+json"]));
        builder.FilterFactories.Add((_, next) => context => RunIfRightAsync(context, next));
    }

    private static async ValueTask<object?> RunIfRightAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var parameters = context.Arguments.OfType<Parameters<T>>().Single();
        if (parameters.Errors.Count == 0 && (parameters.Value as IRelatedParameters)?.FindConflict() is { } conflict)
        {
            parameters.errors[conflict.Name] = [conflict.Allowed];
        }

        return parameters.Errors.Count == 0 ? await next(context) : TypedResults.ValidationProblem(parameters.Errors);
    }

    private void RefuseUnknown(IEnumerable<string> names)
    {
        var known = All.Where(parameter => parameter.Source == ParameterSource.Query).Select(parameter => parameter.Name).ToList();
        foreach (var name in names.Except(known, StringComparer.OrdinalIgnoreCase))
        {
            errors[name] = [$"is not a parameter of this call, which has only {string.Join(", ", known)}"];
        }
    }

    private void Read(Parameter parameter, string? text)
    {
        if (text is null)
        {
            if (parameter.IsRequired)
            {
                errors[parameter.Name] = [parameter.Type.Allowed];
            }

            return;
        }

        if (parameter.Type.Read(text) is { } value)
        {
            parameter.Property.SetValue(Value, value);
        }
        else
        {
            errors[parameter.Name] = [parameter.Type.Allowed];
        }
    }
}
