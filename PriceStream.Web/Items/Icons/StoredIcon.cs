using PriceStream.Web.Upstream.Icons;

namespace PriceStream.Web.Items.Icons;

/// <summary>A picture in the folder. Its file's name has everything, so that a start reads only names: <c>4151-SOURCE-VERSION.png</c>.</summary>
/// <param name="Source">Changes with the address it was fetched from.</param>
/// <param name="Version">Changes with its content.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="StoredAt">When it was fetched.</param>
internal sealed record StoredIcon(int ItemId, string Source, string Version, IconFormat Format, long Bytes, DateTimeOffset StoredAt)
{
    public string FileName => $"{ItemId}-{Source}-{Version}{Format.Extension}";

    /// <summary>Null for a file that is no picture of ours.</summary>
    public static StoredIcon? Of(FileInfo file) =>
        Path.GetFileNameWithoutExtension(file.Name).Split('-') is [var id, var source, var version]
        && int.TryParse(id, out var itemId)
        && IconFormat.OfExtension(file.Extension) is { } format
            ? new(itemId, source, version, format, file.Length, file.LastWriteTimeUtc)
            : null;
}
