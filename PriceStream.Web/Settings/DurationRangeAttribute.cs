using System.ComponentModel.DataAnnotations;

namespace PriceStream.Web.Settings;

/// <summary>The shortest and the longest duration that a setting may have.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute : ValidationAttribute
{
    private readonly TimeSpan from;
    private readonly TimeSpan to;

    public DurationRangeAttribute(string from, string to)
    {
        this.from = Duration.Parse(from) ?? throw new ArgumentException("Not a duration", nameof(from));
        this.to = Duration.Parse(to) ?? throw new ArgumentException("Not a duration", nameof(to));
        ErrorMessage = $"{Duration.Allowed}, from {from} to {to}";
    }

    public override bool IsValid(object? value) => value is TimeSpan duration && duration >= from && duration <= to;
}
