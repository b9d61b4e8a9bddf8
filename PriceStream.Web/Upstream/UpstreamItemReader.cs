using System.Text.Json;

namespace PriceStream.Web.Upstream;

/// <summary>Reads one row of <c>/mapping</c>. Without an id and a name it is useless; any other field that is odd is left out.</summary>
internal sealed class UpstreamItemReader(UpstreamRows<UpstreamItem> rows)
{
    private const int LongestName = 200;
    private const int LongestExamine = 2000;

    private static readonly byte[][] Names =
    [
        "id"u8.ToArray(), "limit"u8.ToArray(), "value"u8.ToArray(), "highalch"u8.ToArray(), "lowalch"u8.ToArray(),
    ];

    private readonly UpstreamNumber[] numbers = new UpstreamNumber[Names.Length];

    /// <summary>Reads the row at which the reader stands, takes or refuses it, and leaves the reader at its end.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        Array.Clear(numbers);
        var start = reader;
        if (UpstreamDocument.ReadNumbers(ref reader, Names, numbers) is { } error)
        {
            rows.Refuse(UpstreamRefusalKinds.Shape, error);
            return;
        }

        var texts = ReadTexts(start);
        if (Id() is not { } id)
        {
            rows.Refuse(UpstreamRefusalKinds.Item, "has an id that cannot be");
        }
        else if (Usable(texts.Name, LongestName) is not { } name || string.IsNullOrWhiteSpace(name))
        {
            rows.Refuse(UpstreamRefusalKinds.Item, $"has no name, or one that is over {LongestName} characters or not plain text");
        }
        else
        {
            rows.Take(id, new()
            {
                Id = id,
                Name = name,
                Examine = Text(texts.Examine, LongestExamine, "examine text"),
                Icon = Text(texts.Icon, LongestName, "icon"),
                Members = texts.Members,
                Limit = (int?)Number(1, "limit", int.MaxValue),
                Value = Number(2, "value"),
                HighAlch = Number(3, "highalch"),
                LowAlch = Number(4, "lowalch"),
            });
        }
    }

    private int? Id() => numbers[0].Value is { } id && id == decimal.Truncate(id) && id is >= 1 and <= int.MaxValue ? (int)id : null;

    private long? Number(int index, string name, long most = 1_000_000_000_000)
    {
        var (number, isOdd) = (numbers[index].Rounded, numbers[index].IsOdd);
        if (!isOdd && number is null || number >= 0 && number <= most)
        {
            return number;
        }

        rows.Refuse(UpstreamRefusalKinds.Field, $"has a {name} that cannot be");
        return null;
    }

    private string? Text(JsonText text, int longest, string name)
    {
        if (!text.IsPresent || Usable(text, longest) is { } usable)
        {
            return Usable(text, longest);
        }

        rows.Refuse(UpstreamRefusalKinds.Field, $"has an {name} that is over {longest} characters or not plain text");
        return null;
    }

    private static string? Usable(JsonText text, int longest) =>
        text.Value is { } value && value.Length <= longest && !UpstreamText.HasControls(value) ? value : null;

    private static (JsonText Name, JsonText Examine, JsonText Icon, bool Members) ReadTexts(Utf8JsonReader reader)
    {
        var (name, examine, icon, members) = (default(JsonText), default(JsonText), default(JsonText), false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isName, isExamine) = (UpstreamText.IsAt(ref reader, "name"u8), UpstreamText.IsAt(ref reader, "examine"u8));
            var (isIcon, isMembers) = (UpstreamText.IsAt(ref reader, "icon"u8), UpstreamText.IsAt(ref reader, "members"u8));
            reader.Read();
            var text = JsonText.Read(ref reader);
            name = isName ? text : name;
            examine = isExamine ? text : examine;
            icon = isIcon ? text : icon;
            members = isMembers ? reader.TokenType == JsonTokenType.True : members;
            reader.Skip();
        }

        return (name, examine, icon, members);
    }

    /// <param name="IsPresent">There is something other than null.</param>
    /// <param name="Value">Null when it is no text, or not valid Unicode.</param>
    private readonly record struct JsonText(bool IsPresent, string? Value)
    {
        public static JsonText Read(ref Utf8JsonReader reader) => reader.TokenType switch
        {
            JsonTokenType.Null => default,
            JsonTokenType.String => new(true, UpstreamText.Read(ref reader)),
            _ => new(true, null),
        };
    }
}
