namespace PriceStream.Web.Requests;

/// <summary>True or false, in any case.</summary>
public sealed class SwitchType : ParameterType
{
    public override string Allowed => "must be true or false";

    public override object? Read(string text) => bool.TryParse(text, out var value) ? value : null;
}
