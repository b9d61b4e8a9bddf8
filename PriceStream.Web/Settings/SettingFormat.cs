namespace PriceStream.Web.Settings;

/// <summary>How the values of one type are written as text.</summary>
/// <param name="Allowed">Completes the sentence "allowed: …".</param>
/// <param name="Parse">Returns null for text that is not a value.</param>
/// <param name="Write">The inverse of <paramref name="Parse"/>.</param>
internal sealed record SettingFormat(string Allowed, Func<string, object?> Parse, Func<object, string> Write);
