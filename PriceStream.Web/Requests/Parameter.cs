using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;

namespace PriceStream.Web.Requests;

/// <summary>One parameter of a request: a property of a parameter record, under its public name.</summary>
public sealed class Parameter
{
    private Parameter(PropertyInfo property, object defaults)
    {
        var header = property.GetCustomAttribute<FromHeaderAttribute>()?.Name;
        var isPath = property.IsDefined(typeof(FromPathAttribute));
        Property = property;
        Source = isPath ? ParameterSource.Path : header is null ? ParameterSource.Query : ParameterSource.Header;
        Name = header
            ?? property.GetCustomAttribute<FromQueryAttribute>()?.Name
            ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        IsRequired = isPath || property.IsDefined(typeof(RequiredAttribute));
        Type = ParameterType.Of(property);
        Default = isPath ? null : property.GetValue(defaults);
    }

    public PropertyInfo Property { get; }
    public ParameterSource Source { get; }

    /// <summary>The name in requests and errors.</summary>
    public string Name { get; }

    /// <summary>Whether a request without it is wrong.</summary>
    public bool IsRequired { get; }

    public ParameterType Type { get; }

    /// <summary>The value while the parameter is absent; null where there is none.</summary>
    public object? Default { get; }

    /// <summary>
    /// The parameters of a record: its properties that can be set, in the order of their declaration, inherited ones first.
    /// </summary>
    public static IReadOnlyList<Parameter> AllOf<T>() where T : class, new()
    {
        var defaults = new T();
        return
        [
            .. typeof(T).GetProperties().Where(property => property.CanWrite)
                .OrderBy(property => DepthOf(property.DeclaringType!))
                .Select(property => new Parameter(property, defaults)),
        ];
    }

    private static int DepthOf(Type type) => type.BaseType is { } parent ? DepthOf(parent) + 1 : 0;

    /// <summary>The text that the request carries, which may be empty; null when it carries none. An empty header counts as none.</summary>
    public string? TextIn(HttpContext context) => Source switch
    {
        ParameterSource.Path => context.GetRouteValue(Name)?.ToString(),
        ParameterSource.Header => context.Request.Headers[Name].ToString() is { Length: > 0 } text ? text : null,
        _ => context.Request.Query.TryGetValue(Name, out var values) ? values.ToString() : null,
    };
}
