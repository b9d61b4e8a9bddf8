namespace PriceStream.Web.Requests;

/// <summary>Any text up to a length, but not an empty one.</summary>
public sealed class TextType(int maxLength) : ParameterType
{
    public int MaxLength => maxLength;

    public override string Allowed => $"must be 1 to {maxLength} characters";

    public override object? Read(string text) => text.Length > 0 && text.Length <= maxLength ? text : null;
}
