using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Hosting.OpenApi;

/// <summary>Describes a parameter's values as a JSON schema.</summary>
internal static class ParameterSchema
{
    public static OpenApiSchema Of(Parameter parameter)
    {
        var schema = Of(parameter.Type);
        schema.Default = parameter.Default switch
        {
            null => null,
            bool value => JsonValue.Create(value),
            int value => JsonValue.Create(value),
            "" => null,
            string value => JsonValue.Create(value),
            _ => JsonValue.Create(NameType.NameOf(parameter.Default)),
        };
        return schema;
    }

    private static OpenApiSchema Of(ParameterType type) => type switch
    {
        WholeNumberType number => WholeNumber(number.Minimum, number.Maximum),
        SwitchType => new() { Type = JsonSchemaType.Boolean },
        TextType text => new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = text.MaxLength },
        NameType names => OneOf(names.Names),
        NameListType list => new() { Type = JsonSchemaType.Array, MinItems = 1, MaxItems = list.Names.Count, Items = OneOf(list.Names) },
        GpType => new() { Type = JsonSchemaType.String, Pattern = GpAmount.Pattern },
        PercentType { MayBeNegative: true } => new() { Type = JsonSchemaType.String, Pattern = PercentType.SignedPattern },
        PercentType => new() { Type = JsonSchemaType.String, Pattern = PercentType.Pattern },
        DurationType => new() { Type = JsonSchemaType.String, Pattern = DurationType.Pattern },
        TimeType => new() { Type = JsonSchemaType.String, Pattern = TimeType.Pattern },
        IdListType list => new()
        {
            Type = JsonSchemaType.Array,
            MinItems = 1,
            MaxItems = list.MaxCount,
            Items = WholeNumber(1, int.MaxValue),
        },
        _ => throw new NotSupportedException($"{type.GetType()} has no schema."),
    };

    private static OpenApiSchema OneOf(IEnumerable<string> names) =>
        new() { Type = JsonSchemaType.String, Enum = [.. names.Select(name => JsonValue.Create(name))] };

    private static OpenApiSchema WholeNumber(int minimum, int maximum) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Minimum = minimum.ToString(CultureInfo.InvariantCulture),
        Maximum = maximum.ToString(CultureInfo.InvariantCulture),
    };
}
