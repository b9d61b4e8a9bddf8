using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace PriceStream.Web.Requests;

/// <summary>Reads the text of a parameter. The binder and the OpenAPI document both use it, so they always agree.</summary>
public abstract class ParameterType
{
    /// <summary>What a value must be, for error messages: "must be true or false".</summary>
    public abstract string Allowed { get; }

    /// <summary>Returns the value, or null when the text is not allowed. No type allows an empty text.</summary>
    public abstract object? Read(string text);

    /// <summary>Chooses the type from a record's property and its validation attributes.</summary>
    public static ParameterType Of(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsEnum)
        {
            return NameType.OfEnum(type);
        }

        if (type == typeof(int))
        {
            var range = Required<RangeAttribute>(property);
            return new WholeNumberType((int)range.Minimum, (int)range.Maximum);
        }

        if (type == typeof(int[]) || type == typeof(IdList))
        {
            return new IdListType(Required<MaxLengthAttribute>(property).Length, isComparable: type == typeof(IdList));
        }

        if (type == typeof(string))
        {
            return OfString(property);
        }

        return type switch
        {
            _ when type == typeof(long) => new GpType(),
            _ when type == typeof(Percent) => new PercentType(property.IsDefined(typeof(SignedAttribute))),
            _ when type == typeof(TimeSpan) => new DurationType(),
            _ when type == typeof(DateTimeOffset) => new TimeType(),
            _ when type == typeof(bool) => new SwitchType(),
            _ => throw new NotSupportedException($"{property.DeclaringType}.{property.Name}: no parameter type reads a {type}."),
        };
    }

    private static ParameterType OfString(PropertyInfo property)
    {
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is not { } allowed)
        {
            return new TextType(Required<MaxLengthAttribute>(property).Length);
        }

        return property.IsDefined(typeof(SeveralAttribute)) ? new NameListType(allowed.Values) : NameType.OfStrings(allowed.Values);
    }

    // A parameter without a limit would accept anything, so the site does not start with such a record.
    private static T Required<T>(PropertyInfo property) where T : Attribute =>
        property.GetCustomAttribute<T>()
            ?? throw new NotSupportedException($"{property.DeclaringType}.{property.Name} needs a {typeof(T).Name}.");
}
