using System.Security.Cryptography;

namespace PriceStream.Web.Items.Icons;

/// <summary>
/// A picture in the folder. The name of its file, <c>VERSION-Abyssal%20whip.png</c>, is enough for a start to know it.
/// </summary>
/// <param name="Icon">Its file name in the catalogue.</param>
/// <param name="Version">Changes with its content.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="StoredAt">When it was fetched.</param>
internal sealed record StoredIcon(string Icon, string Version, long Bytes, DateTimeOffset StoredAt)
{
    private const int VersionLength = 10;

    public string FileName { get; } = $"{Version}-{Uri.EscapeDataString(Icon)}";

    /// <summary>Null for a file that is no picture of ours.</summary>
    public static StoredIcon? Of(FileInfo file)
    {
        var name = file.Name;
        var isOurs = name.Length > VersionLength + 1 && name[VersionLength] == '-' && name[..VersionLength].All(char.IsAsciiHexDigitLower);
        return isOurs
            ? new(Uri.UnescapeDataString(name[(VersionLength + 1)..]), name[..VersionLength], file.Length, file.LastWriteTimeUtc)
            : null;
    }

    /// <summary>The version of a picture's content.</summary>
    public static string VersionOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content))[..VersionLength];
}
