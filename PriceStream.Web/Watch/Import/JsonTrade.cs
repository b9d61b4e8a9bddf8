using System.Text.Json;

namespace PriceStream.Web.Watch.Import;

/// <summary>An item in a file of Flipping Utilities.</summary>
/// <param name="Code">Groups favourites; "1" unless the player chose another.</param>
internal readonly record struct JsonTrade(ImportedEntry Entry, bool IsFavourite, string Code)
{
    /// <summary>Reads the fields that matter of the object at the reader, and skips all others.</summary>
    public static JsonTrade Read(ref Utf8JsonReader reader)
    {
        var trade = new JsonTrade(new("an item without id", null, IsOfGame: true), false, "1");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = JsonText.Of(ref reader);
            reader.Read();
            switch (property)
            {
                case "id" when reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var id):
                    trade = trade with { Entry = new($"{id}", id, IsOfGame: true) };
                    break;
                case "favorite":
                    trade = trade with { IsFavourite = reader.TokenType == JsonTokenType.True };
                    reader.Skip();
                    break;
                case "favoriteCode" when reader.TokenType == JsonTokenType.String:
                    trade = trade with { Code = JsonText.Of(ref reader) };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return trade;
    }
}
