using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>Finds what Redis itself said in an exception of its client, which wraps it in several ways.</summary>
internal static partial class RedisError
{
    private const int MaxLength = 200;

    /// <summary>Returns an error such as <c>NOAUTH Authentication required.</c>; null when Redis did not answer.</summary>
    public static string? In(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (Error().Match(exception.Message) is { Success: true } match)
            {
                return Shorten(match.Value);
            }

            if (exception is RedisServerException)
            {
                return Shorten(exception.Message);
            }
        }

        return null;
    }

    /// <summary>The first word of an error, such as <c>NOAUTH</c>.</summary>
    public static string CodeOf(string error) => error.Split(' ')[0];

    // The client appends its own state after a semicolon, or advice; Redis appends the script in which the error occurred.
    private static string Shorten(string error)
    {
        var text = Context().Split(error, 2)[0].TrimEnd();
        return text.Length > MaxLength ? text[..MaxLength] : text;
    }

    [GeneratedRegex(
        @"\b(?:NOAUTH|WRONGPASS|NOPERM|READONLY|OOM|MISCONF|LOADING|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|BUSY|DENIED)\b .*")]
    private static partial Regex Error();

    [GeneratedRegex(@"[;\r\n]| script: | Verify if ")]
    private static partial Regex Context();
}
