using System.Globalization;
using System.Text.Json;

namespace PriceStream.Web.Demo;

/// <summary>Reads a tester's command from JSON, and collects every error by field, with what is allowed.</summary>
public sealed class DemoCommandReader(DemoMarket market)
{
    private const int LongestStep = 31 * 86_400;
    private const int LongestAnswer = 60_000;
    private const int MaxCount = 1000;
    private const long HighestPrice = 1_000_000_000_000;

    private static readonly string[] Fields = ["reset", "manual", "clear", "fault", "path", "count", "ms", "step", "move", "set"];

    private readonly Dictionary<string, string[]> errors = [];

    public IDictionary<string, string[]>? Errors => errors.Count == 0 ? null : errors;

    /// <summary>Returns the command. Invalid fields are missing from it and listed in <see cref="Errors"/>.</summary>
    public DemoCommand Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            RefuseBody();
            return new(false, null, false, false, null, null, null, new Dictionary<int, (long?, long?)>());
        }

        if (!body.EnumerateObject().Any())
        {
            Refuse("body", $"must have at least one of {string.Join(", ", Fields)}");
        }

        RefuseUnknown(body, "", Fields);
        var failure = Failure(body);
        var endsFailure = failure is { Kind: DemoFailure.Off };
        var resets = IsTrue(body, "reset");
        return new(
            resets, Switch(body, "manual"), IsTrue(body, "clear"), endsFailure, endsFailure ? null : failure,
            (int?)WholeNumber(body, "step", "step", 0, LongestStep) ?? (resets ? 0 : null), // a reset polls
            (int?)WholeNumber(body, "move", "move", 0, LongestStep), Prices(body));
    }

    /// <summary>Adds the error for a body that is not valid JSON.</summary>
    public void RefuseBody() => Refuse("body", "must be a JSON object, each of its fields once");

    private DemoFailure? Failure(JsonElement body)
    {
        var kind = OneOf(body, "fault", [DemoFailure.Off, .. DemoFailure.Kinds]);
        var path = OneOf(body, "path", DemoFailure.Paths);
        var count = (int?)WholeNumber(body, "count", "count", 1, MaxCount);
        var milliseconds = (int?)WholeNumber(body, "ms", "ms", 1, LongestAnswer);
        foreach (var name in (string[])["path", "count", "ms"])
        {
            if (body.TryGetProperty(name, out _) && kind is null or DemoFailure.Off)
            {
                Refuse(name, "must come with \"fault\"");
            }
        }

        if (kind == "slow" && milliseconds is null)
        {
            Refuse("ms", $"must be the delay of \"slow\", a whole number from 1 to {LongestAnswer}");
        }

        return kind is null ? null : new(kind, path, count, milliseconds);
    }

    private Dictionary<int, (long? High, long? Low)> Prices(JsonElement body)
    {
        var prices = new Dictionary<int, (long?, long?)>();
        if (!body.TryGetProperty("set", out var set))
        {
            return prices;
        }

        if (set.ValueKind != JsonValueKind.Object || !set.EnumerateObject().Any())
        {
            Refuse("set", "must be an object of prices by item id");
            return prices;
        }

        foreach (var (name, price) in set.EnumerateObject().Select(item => (item.Name, item.Value)))
        {
            var field = "set." + (name.Length > 20 ? name[..20] : name);
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || !market.Has(id))
            {
                Refuse(field, "must be the id of an item of the demo market");
            }
            else if (price.ValueKind != JsonValueKind.Object || !price.EnumerateObject().Any())
            {
                Refuse(field, "must be an object with high, low or both");
            }
            else
            {
                RefuseUnknown(price, field + ".", "high", "low");
                var high = WholeNumber(price, "high", field + ".high", 1, HighestPrice);
                var low = WholeNumber(price, "low", field + ".low", 1, HighestPrice);
                prices[id] = (high, low);
            }
        }

        return prices;
    }

    private long? WholeNumber(JsonElement of, string name, string field, long from, long to)
    {
        if (!of.TryGetProperty(name, out var given))
        {
            return null;
        }

        if (given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out var value) && value >= from && value <= to)
        {
            return value;
        }

        Refuse(field, $"must be a whole number from {from} to {to}");
        return null;
    }

    private string? OneOf(JsonElement of, string name, IReadOnlyList<string> allowed)
    {
        if (!of.TryGetProperty(name, out var given))
        {
            return null;
        }

        if (given.ValueKind == JsonValueKind.String && given.GetString() is { } value && allowed.Contains(value))
        {
            return value;
        }

        Refuse(name, $"must be one of \"{string.Join("\", \"", allowed)}\"");
        return null;
    }

    private bool? Switch(JsonElement of, string name)
    {
        if (of.TryGetProperty(name, out var given) && given.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse(name, "must be true or false");
            return null;
        }

        return given.ValueKind == JsonValueKind.Undefined ? null : given.ValueKind == JsonValueKind.True;
    }

    private bool IsTrue(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var given) || given.ValueKind == JsonValueKind.True)
        {
            return given.ValueKind == JsonValueKind.True;
        }

        Refuse(name, "must be true, or left out");
        return false;
    }

    private void RefuseUnknown(JsonElement of, string prefix, params string[] known)
    {
        foreach (var name in of.EnumerateObject().Select(field => field.Name).Except(known))
        {
            Refuse(prefix + (name.Length > 20 ? name[..20] : name), $"is unknown; the known fields are {string.Join(", ", known)}");
        }
    }

    private void Refuse(string field, string allowed) => errors.TryAdd(field, [allowed]);
}
