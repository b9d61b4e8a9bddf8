using System.Text;
using System.Text.Json;

namespace PriceStream.Web.Watch.Import;

/// <summary>Text in a JSON file that anybody may have written.</summary>
internal static class JsonText
{
    /// <summary>The string or number at the reader. A string whose escapes are no text counts as a question mark.</summary>
    public static string Of(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }

        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException) // half of a surrogate pair
        {
            return "?";
        }
    }
}
