using System.ComponentModel.DataAnnotations;

namespace PriceStream.Web.Settings;

/// <summary>Marks a <see cref="TimeSpan"/> whose setting may also be a whole number of milliseconds, and limits it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MillisecondsAttribute : ValidationAttribute
{
    /// <summary>Completes the sentence "allowed: …".</summary>
    public const string Allowed = "a whole number of milliseconds or a duration such as 2s or 00:00:02";

    private readonly int from;
    private readonly int to;

    public MillisecondsAttribute(int from, int to)
    {
        this.from = from;
        this.to = to;
        ErrorMessage = $"{Allowed}, from {from} to {to} milliseconds";
    }

    public override bool IsValid(object? value) =>
        value is TimeSpan duration && duration.TotalMilliseconds >= from && duration.TotalMilliseconds <= to;
}
