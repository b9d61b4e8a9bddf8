using System.Globalization;

namespace PriceStream.Web.Requests;

/// <summary>A whole number in a range, both ends included; digits only.</summary>
public sealed class WholeNumberType(int minimum, int maximum) : ParameterType
{
    public int Minimum => minimum;
    public int Maximum => maximum;

    public override string Allowed =>
        (minimum, maximum) == (1, int.MaxValue) ? "must be a positive integer" : $"must be a whole number from {minimum} to {maximum}";

    public override object? Read(string text)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        return isNumber && value >= minimum && value <= maximum ? value : null;
    }
}
