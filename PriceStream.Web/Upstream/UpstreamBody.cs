using System.Text;
using System.Text.Unicode;

namespace PriceStream.Web.Upstream;

/// <summary>The bytes of an answer as UTF-8, whatever encoding the upstream used.</summary>
internal static class UpstreamBody
{
    /// <summary>
    /// Returns the body as UTF-8 without a byte order mark. The bytes themselves decide. The charset of the Content-Type, which JSON does
    /// not define, counts only for bytes that are not UTF-8.
    /// </summary>
    public static ReadOnlyMemory<byte> ToUtf8(byte[] body, string? charset) => body switch
    {
        [0xEF, 0xBB, 0xBF, ..] => body.AsMemory(3),
        [0xFF, 0xFE, 0, 0, ..] => Convert(Encoding.UTF32, body.AsSpan(4)),
        [0xFF, 0xFE, ..] => Convert(Encoding.Unicode, body.AsSpan(2)),
        [0xFE, 0xFF, ..] => Convert(Encoding.BigEndianUnicode, body.AsSpan(2)),
        // JSON begins with ASCII characters, so zero bytes among the first show how wide a character is.
        [not 0, 0, 0, 0, ..] => Convert(Encoding.UTF32, body),
        [not 0, 0, ..] => Convert(Encoding.Unicode, body),
        [0, not 0, ..] => Convert(Encoding.BigEndianUnicode, body),
        _ when !Utf8.IsValid(body) && EncodingOf(charset) is { } encoding => Convert(encoding, body),
        _ => body,
    };

    private static byte[] Convert(Encoding from, ReadOnlySpan<byte> body) => Encoding.UTF8.GetBytes(from.GetString(body));

    private static Encoding? EncodingOf(string? charset)
    {
        try
        {
            return charset is null || Encoding.GetEncoding(charset) is UTF8Encoding ? null : Encoding.GetEncoding(charset);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
