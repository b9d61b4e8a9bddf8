namespace PriceStream.Web.Upstream;

/// <summary>Why the reader refuses rows, sides and fields. Metrics show these names.</summary>
internal static class UpstreamRefusalKinds
{
    /// <summary>A row's key is no item id in its plain form, such as "02", "+2" or text.</summary>
    public const string Key = "key";

    /// <summary>A second row for the same item, or for the same window of a series.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>A row is no JSON object.</summary>
    public const string Shape = "shape";

    public const string Price = "price";

    public const string Volume = "volume";

    /// <summary>A time that is no number, lies in the future, is older than the game, or is no start of a window.</summary>
    public const string Time = "time";

    /// <summary>A price without its time or its volume, or the other way round.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>A catalogue row without a usable id or name.</summary>
    public const string Item = "item";

    /// <summary>Another field of a catalogue row.</summary>
    public const string Field = "field";
}
