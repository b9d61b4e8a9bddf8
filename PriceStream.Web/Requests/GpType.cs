namespace PriceStream.Web.Requests;

/// <summary>An amount in gp, or a number of pieces, as <see cref="GpAmount"/> reads it.</summary>
public sealed class GpType : ParameterType
{
    public override string Allowed => GpAmount.Allowed;

    public override object? Read(string text) => GpAmount.Parse(text);
}
