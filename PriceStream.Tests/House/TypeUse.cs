using Mono.Cecil;

namespace PriceStream.Tests.House;

/// <summary>One type of an assembly uses another.</summary>
/// <param name="User">A type that is not nested.</param>
/// <param name="Member">The member of it, or of a type nested in it, that does.</param>
internal sealed record TypeUse(TypeDefinition User, string Member, TypeReference Used);
