using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PriceStream.Web.Upstream;

/// <summary>Text of the upstream: reads it where it is valid Unicode, and makes it safe to log where it may be anything.</summary>
internal static class UpstreamText
{
    /// <summary>Returns the string or the name at which the reader stands; null when it is not valid Unicode.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException) // a lone surrogate, or bytes that are not UTF-8
        {
            return null;
        }
    }

    /// <summary>Whether the reader stands at this name.</summary>
    public static bool IsAt(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueIsEscaped
        ? Read(ref reader) is { } text && text == Encoding.UTF8.GetString(name)
        : reader.ValueTextEquals(name);

    /// <summary>
    /// Shortens text and writes everything in it that a terminal could obey, hide or reorder as <c>\u001b</c>, and bytes that are not
    /// UTF-8 as <c>\xff</c>.
    /// </summary>
    /// <param name="longest">How many characters of the text are shown.</param>
    public static string Escape(ReadOnlySpan<byte> utf8, int longest)
    {
        var shown = new StringBuilder();
        for (var count = 0; count < longest && !utf8.IsEmpty; count++)
        {
            var status = Rune.DecodeFromUtf8(utf8, out var rune, out var length);
            if (status != OperationStatus.Done)
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\x{utf8[0]:x2}");
                length = 1;
            }
            else if (IsSafe(rune))
            {
                shown.Append(rune);
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }

            utf8 = utf8[length..];
        }

        return shown.ToString();
    }

    /// <inheritdoc cref="Escape(ReadOnlySpan{byte}, int)"/>
    public static string Escape(string text, int longest) => Escape(Encoding.UTF8.GetBytes(text), longest);

    /// <summary>Whether the text has a character that Unicode calls a control character.</summary>
    public static bool HasControls(string text) => text.Any(char.IsControl);

    private static bool IsSafe(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
