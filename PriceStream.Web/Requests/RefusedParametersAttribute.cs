namespace PriceStream.Web.Requests;

/// <summary>
/// A request with one of these parameters gets a 400 that names it, with a reason. For parameters of a similar call, which a client may
/// expect to work here too.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RefusedParametersAttribute(string reason, params string[] names) : Attribute
{
    public string Reason => reason;

    public IReadOnlyList<string> Names => names;
}
