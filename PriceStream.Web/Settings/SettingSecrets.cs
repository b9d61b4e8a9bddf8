using System.Text;
using System.Text.RegularExpressions;

namespace PriceStream.Web.Settings;

/// <summary>Secrets in settings: how they are read from files, and how they are kept out of what is shown.</summary>
internal static partial class SettingSecrets
{
    /// <summary>Added to a setting's name: the file that holds its value, as a container's secrets are handed in.</summary>
    public const string FileSuffix = "_FILE";

    private const string Hidden = "***";
    private const int MaxBytes = 64 << 10;

    /// <summary>A value to show: nothing of a secret, and all but the passwords of anything else.</summary>
    public static string Mask(string value, bool secret) =>
        value.Length == 0 ? value
        : secret ? Hidden
        : UserInfo().Replace(Password().Replace(value, "$1" + Hidden), "://" + Hidden + "@");

    /// <summary>What is in the file, without the line's end that editors and <c>echo</c> leave; or what is wrong with it.</summary>
    public static (string Value, string? Fault) Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var value = Encoding.UTF8.GetString(bytes, 0, length).TrimStart('\uFEFF').TrimEnd('\r', '\n');
            return length > MaxBytes ? ("", "it is larger than 64 KiB")
                : value.Length == 0 ? ("", "it is empty")
                : value.AsSpan().ContainsAny('\r', '\n', '\0') ? ("", "it has more than one line")
                : (value, null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return ("", fault is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "it may not be read");
        }
    }

    // In connection strings: password=… up to the next comma or semicolon, or to the quotation mark's partner.
    [GeneratedRegex("""(\b(?:password|pwd)\s*=\s*)(?:"[^"]*"|'[^']*'|[^,;]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex("://[^/]*@")]
    private static partial Regex UserInfo();
}
