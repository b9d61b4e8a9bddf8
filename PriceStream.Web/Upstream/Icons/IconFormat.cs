namespace PriceStream.Web.Upstream.Icons;

/// <summary>A picture format that a browser only draws. SVG, which can hold script, is not among them.</summary>
/// <param name="MediaType">Its content type.</param>
/// <param name="Extension">Of its files, with the dot.</param>
public sealed record IconFormat(string MediaType, string Extension)
{
    public static readonly IconFormat Png = new("image/png", ".png");
    public static readonly IconFormat Gif = new("image/gif", ".gif");
    public static readonly IconFormat Webp = new("image/webp", ".webp");

    public static readonly IReadOnlyList<IconFormat> All = [Png, Gif, Webp];

    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The format that a file's first bytes announce; null for any other.</summary>
    public static IconFormat? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(PngSignature))
        {
            return Png;
        }

        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
        {
            return Gif;
        }

        return IsWebp(bytes) ? Webp : null;
    }

    /// <summary>The format of a file's name; null for any other.</summary>
    public static IconFormat? OfExtension(string extension) =>
        All.FirstOrDefault(format => format.Extension == extension);

    // A RIFF file: its length is between the two words.
    private static bool IsWebp(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8);
}
