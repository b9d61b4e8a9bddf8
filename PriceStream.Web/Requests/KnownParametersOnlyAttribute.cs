namespace PriceStream.Web.Requests;

/// <summary>
/// A request with any other parameter in its query string gets a 400 that names it. For calls where an ignored parameter loses data: a
/// stream that ignored a misspelt <c>after</c> would skip the missed events without a word.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KnownParametersOnlyAttribute : Attribute;
