using System.Text;
using System.Text.RegularExpressions;

namespace PriceStream.Web.Settings;

/// <summary>Reads secrets from files, and masks them in everything that is shown.</summary>
internal static partial class SettingSecrets
{
    /// <summary>A setting's name with this suffix is the path of a file with the value, which is how containers pass secrets.</summary>
    public const string FileSuffix = "_FILE";

    private const string Hidden = "***";
    private const int MaxBytes = 64 << 10;

    /// <summary>Masks all of a secret, and only the passwords in any other value.</summary>
    public static string Mask(string value, bool isSecret)
    {
        if (isSecret && value.Length > 0)
        {
            return Hidden;
        }

        return MaskUserInfo(Password().Replace(value, "$1" + Hidden));
    }

    // A password may contain a slash or an at sign that should have been escaped, so everything up to the last at sign is masked. In the
    // path of a valid web address without a user, an at sign is only a letter.
    private static string MaskUserInfo(string value)
    {
        var start = value.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = value.LastIndexOf('@');
        if (start < 3 || end < start || IsWebAddressWithoutUser(value))
        {
            return value;
        }

        return value[..start] + Hidden + value[end..];
    }

    private static bool IsWebAddressWithoutUser(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "" };

    /// <summary>
    /// Returns the content of the file without the line break that editors and <c>echo</c> append, or what is wrong with it.
    /// </summary>
    public static (string Value, string? Error) Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var value = Encoding.UTF8.GetString(bytes, 0, length).TrimStart('\uFEFF').TrimEnd('\r', '\n');
            return value switch
            {
                _ when length > MaxBytes => ("", "it is larger than 64 KiB"),
                "" => ("", "it is empty"),
                _ when value.AsSpan().ContainsAny('\r', '\n', '\0') => ("", "it has more than one line"),
                _ => (value, null),
            };
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return ("", "there is no such file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return ("", "it may not be read");
        }
    }

    // In connection strings: password=… up to the next comma or semicolon, or up to the closing quotation mark.
    [GeneratedRegex("""(\b(?:ssl)?(?:password|pwd|psw)\s*=\s*)(?:"[^"]*"|'[^']*'|[^,;]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}
