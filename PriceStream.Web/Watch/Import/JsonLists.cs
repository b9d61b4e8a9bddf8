using System.Text;
using System.Text.Json;

namespace PriceStream.Web.Watch.Import;

/// <summary>
/// Our own JSON and JSON lines, an array of ids or names, or an account file of Flipping Utilities. Of the last, it reads only which items
/// there are and which are favourites. The rest is a log of trades, which is nobody's business, and is skipped unread.
/// </summary>
internal static class JsonLists
{
    // A trade of Flipping Utilities needs ten levels.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 32, AllowTrailingCommas = true, AllowMultipleValues = true };

    public static ImportedList Read(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), Options);
            var content = new Content();
            while (reader.Read()) // JSON lines have an object for each item
            {
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    content.ReadItems(ref reader);
                }
                else if (reader.TokenType == JsonTokenType.StartObject)
                {
                    content.ReadRoot(ref reader);
                }
            }

            return content.ToList();
        }
        catch (JsonException exception)
        {
            throw new ListFormatException($"This JSON cannot be read: it breaks off or has an error in line {exception.LineNumber + 1}.");
        }
    }

    private sealed class Content
    {
        private readonly List<ImportedEntry> entries = [];
        private readonly List<string> names = [];
        private readonly List<JsonTrade> trades = [];
        private bool isOurs;
        private bool hasTrades;
        private bool isArray;
        private bool isRows;

        public ImportedList ToList()
        {
            if (hasTrades)
            {
                var favourites = trades.Where(trade => trade.IsFavourite).OrderBy(trade => trade.Code, StringComparer.Ordinal).ToList();
                return new("a file of Flipping Utilities", "", (favourites.Count > 0 ? favourites : trades).Select(trade => trade.Entry))
                {
                    Note = favourites.Count > 0 ? null : "No item in this file is a favourite, so these are all items traded.",
                };
            }

            if (!isOurs && !isArray && !isRows)
            {
                throw new ListFormatException(
                    "This JSON is of no known kind. Known are lists of this site, and files of Flipping Utilities.");
            }

            return new(isOurs ? "a list of this site" : isRows ? "JSON lines" : "JSON", names is [var only] ? only : "", entries);
        }

        public void ReadRoot(ref Utf8JsonReader reader)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var property = JsonText.Of(ref reader);
                reader.Read();
                var isArrayNext = reader.TokenType == JsonTokenType.StartArray;
                switch (property)
                {
                    case "pricestream" when reader.TokenType == JsonTokenType.Number:
                        isOurs = true;
                        break;
                    case "lists" when isArrayNext:
                        EachObject(ref reader, ReadList);
                        break;
                    case "item_id" when reader.TokenType == JsonTokenType.Number:
                        isRows = true;
                        entries.Add(ListReader.Entry(JsonText.Of(ref reader)));
                        break;
                    case "trades" when isArrayNext:
                        hasTrades = true;
                        EachObject(ref reader, (ref Utf8JsonReader trade) => trades.Add(JsonTrade.Read(ref trade)));
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }

        public void ReadItems(ref Utf8JsonReader reader)
        {
            isArray = true;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType is JsonTokenType.Number or JsonTokenType.String)
                {
                    entries.Add(ListReader.Entry(JsonText.Of(ref reader)));
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        private void ReadList(ref Utf8JsonReader reader)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var property = JsonText.Of(ref reader);
                reader.Read();
                if (property == "name" && reader.TokenType == JsonTokenType.String)
                {
                    names.Add(JsonText.Of(ref reader));
                }
                else if (property == "items" && reader.TokenType == JsonTokenType.StartArray)
                {
                    ReadItems(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        private delegate void ObjectReader(ref Utf8JsonReader reader);

        private static void EachObject(ref Utf8JsonReader reader, ObjectReader read)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    read(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }
}
