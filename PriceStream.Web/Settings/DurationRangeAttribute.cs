using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace PriceStream.Web.Settings;

/// <summary>The shortest and the longest duration that a setting may have, each as <c>[d.]hh:mm:ss</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute : ValidationAttribute
{
    private readonly TimeSpan from;
    private readonly TimeSpan to;

    public DurationRangeAttribute(string from, string to)
    {
        this.from = TimeSpan.Parse(from, CultureInfo.InvariantCulture);
        this.to = TimeSpan.Parse(to, CultureInfo.InvariantCulture);
        ErrorMessage = $"a time as hh:mm:ss from {this.from:c} to {this.to:c}";
    }

    public override bool IsValid(object? value) => value is TimeSpan duration && duration >= from && duration <= to;
}
