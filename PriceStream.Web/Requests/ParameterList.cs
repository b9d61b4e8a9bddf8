namespace PriceStream.Web.Requests;

/// <summary>Endpoint metadata: the parameters that the endpoint reads.</summary>
/// <param name="Record">The record that they fill, whose comments describe them.</param>
public sealed record ParameterList(Type Record, IReadOnlyList<Parameter> All);
