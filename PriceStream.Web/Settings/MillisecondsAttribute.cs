using System.ComponentModel.DataAnnotations;

namespace PriceStream.Web.Settings;

/// <summary>Marks a <see cref="TimeSpan"/> whose setting is a whole number of milliseconds, and limits it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MillisecondsAttribute : ValidationAttribute
{
    private readonly int from;
    private readonly int to;

    public MillisecondsAttribute(int from, int to)
    {
        this.from = from;
        this.to = to;
        ErrorMessage = $"a whole number from {from} to {to}";
    }

    public override bool IsValid(object? value) =>
        value is TimeSpan duration && duration.TotalMilliseconds >= from && duration.TotalMilliseconds <= to;
}
