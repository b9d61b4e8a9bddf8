using System.Text.RegularExpressions;
using Mono.Cecil;

namespace PriceStream.Tests.House;

/// <summary>
/// Finds the types that a type uses. Types nested in it belong to it, also those that the compiler makes
/// for lambdas and async methods.
/// </summary>
internal static partial class CompiledCode
{
    public static IEnumerable<TypeUse> Uses(TypeDefinition type) =>
        from use in OfType(type)
        from used in Parts(use.Used)
        select new TypeUse(type, Written(use.Member), Outermost(used));

    public static TypeReference Outermost(TypeReference type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    private static IEnumerable<(string Member, TypeReference? Used)> OfType(TypeDefinition type)
    {
        var itself = Tag(
            type.Name,
            [type.BaseType, .. type.Interfaces.Select(each => each.InterfaceType), .. Attributes(type), .. Generics(type),
                .. type.Interfaces.SelectMany(Attributes)]);
        return itself
            .Concat(type.Fields.SelectMany(field => Tag(field.Name, [field.FieldType, .. Attributes(field)])))
            .Concat(type.Properties.SelectMany(property => Tag(property.Name, [property.PropertyType, .. Attributes(property)])))
            .Concat(type.Events.SelectMany(each => Tag(each.Name, [each.EventType, .. Attributes(each)])))
            .Concat(type.Methods.SelectMany(method => Tag(NameOf(method), [.. Signature(method), .. Body(method)])))
            .Concat(type.NestedTypes.SelectMany(OfType));
    }

    // The body of an async method is the MoveNext of a class that the compiler names after it.
    private static string NameOf(MethodDefinition method) => method.Name == "MoveNext" ? method.DeclaringType.Name : method.Name;

    /// <summary>The name as the source has it: "Price" for "get_Price" and for the field behind it.</summary>
    private static string Written(string member) =>
        CompiledName().Match(member) is { Success: true } made ? made.Groups[1].Value : Accessor().Replace(member, "");

    [GeneratedRegex(@"^<+(\w+)>")]
    private static partial Regex CompiledName();

    [GeneratedRegex("^[gs]et_")]
    private static partial Regex Accessor();

    private static IEnumerable<(string, TypeReference?)> Tag(string member, IEnumerable<TypeReference?> used) =>
        used.Select(each => (member, each));

    private static IEnumerable<TypeReference?> Signature(MethodDefinition method) =>
    [
        method.ReturnType, .. Attributes(method.MethodReturnType), .. Attributes(method), .. Generics(method),
        .. method.Parameters.SelectMany(parameter => Attributes(parameter).Prepend(parameter.ParameterType)),
        .. method.Overrides.SelectMany(Operand),
    ];

    private static IEnumerable<TypeReference?> Body(MethodDefinition method) =>
        !method.HasBody
            ? []
            : [.. method.Body.Variables.Select(variable => variable.VariableType),
                .. method.Body.ExceptionHandlers.Select(handler => handler.CatchType),
                .. method.Body.Instructions.SelectMany(instruction => Operand(instruction.Operand))];

    private static IEnumerable<TypeReference?> Operand(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [.. method.GenericArguments, .. Operand(method.ElementMethod)],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(each => each.ParameterType)],
        CallSite call => [call.ReturnType, .. call.Parameters.Select(each => each.ParameterType)],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Generics(IGenericParameterProvider owner) =>
        from parameter in owner.GenericParameters
        from used in parameter.Constraints.Select(constraint => constraint.ConstraintType).Concat(Attributes(parameter))
        select used;

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider owner) =>
        from attribute in owner.CustomAttributes
        let named = attribute.Properties.Concat(attribute.Fields).Select(each => each.Argument)
        from used in attribute.ConstructorArguments.Concat(named).SelectMany(Argument).Prepend(attribute.AttributeType)
        select used;

    private static IEnumerable<TypeReference?> Argument(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [argument.Type, type],
        CustomAttributeArgument boxed => Argument(boxed),
        CustomAttributeArgument[] list => list.SelectMany(Argument),
        _ => [argument.Type],
    };

    /// <summary>A list of pairs is a list and a pair.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Concat(Parts(generic.ElementType)),
        RequiredModifierType modified => Parts(modified.ElementType).Concat(Parts(modified.ModifierType)),
        OptionalModifierType modified => Parts(modified.ElementType).Concat(Parts(modified.ModifierType)),
        FunctionPointerType pointer => [.. Parts(pointer.ReturnType), .. pointer.Parameters.SelectMany(each => Parts(each.ParameterType))],
        TypeSpecification other => Parts(other.ElementType),
        _ => [type],
    };
}
