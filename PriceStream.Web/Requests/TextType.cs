namespace PriceStream.Web.Requests;

/// <summary>Any text up to a length.</summary>
public sealed class TextType(int maxLength) : ParameterType
{
    public int MaxLength => maxLength;

    public override string Allowed => $"must be at most {maxLength} characters";

    public override object? Read(string text) => text.Length <= maxLength ? text : null;
}
