using System.Text;

namespace PriceStream.Tests.Requests.Fuzz;

/// <summary>Makes requests that nobody should send. The same seed and number is the same request, whatever was made before.</summary>
internal sealed class FuzzGenerator(int seed, IReadOnlyList<string> routes, IReadOnlyDictionary<string, string> loginForm, string loginCookie)
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "QUERY", "", "G\u00c9T", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "GET GET"];

    private static readonly string[] Parameters =
        ["search", "members", "sort", "order", "page", "page_size", "items", "after", "html", "period", "sample", "cache", "bypass_cache", "handler", "done", "id", "slug", "status", "area", "page[]", "", "__proto__", "%", "items[0]"];

    private static readonly string[] Headers =
    [
        "Last-Event-ID", "HX-Request", "HX-Request-Type", "HX-Target", "HX-Trigger", "HX-Current-URL", "HX-Boosted", "HX-History-Restore-Request", "Accept", "Accept-Encoding", "Accept-Language", "Range", "If-Range", "If-Match",
        "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "Cookie", "Authorization", "Content-Type", "Expect", "Upgrade", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Origin", "Referer", "User-Agent",
        "X-HTTP-Method-Override", "TE", "Trailer", "Via", "Max-Forwards", "Sec-WebSocket-Key", "traceparent", "Proxy-Connection", "X-Original-URL", "RequestVerificationToken", "Cache-Control", "Date", "Connection",
    ];

    private static readonly string[] Values =
    [
        "", " ", "0", "-1", "1", "2", "4151", "+1", "1.5", "1e9", "0x10", "NaN", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "99999999999999999999999999", "4151,2", "4151,,2", ",", "1,-2", "true", "TRUE", "maybe", "null", "undefined",
        "24h", "1y", "all", "25h", "skip", "high", "margin", "desc", "partial", "full", "gzip", "br;q=2", "gzip;q=abc, *;q=0", "identity;q=0, *;q=0", "bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-99999999999999999999", "bytes=0-0,2-2,4-4", "text/event-stream", "*/*;q=x",
        "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=", "multipart/form-data", "text/html; charset=\u00ff", "100-continue", "h2c", "websocket", "Thu, 99 Foo 2025 99:99:99 GMT", "\"", "W/\"\"", "W/\"x", "*", "Bearer", "Basic !!!", "pricestream-admin=CfDJ8",
        "pricestream-admin=chunks-9999999", "pricestream-form=CfDJ8; pricestream-form=;;;=", "=;=,;", "https", "javascript:alert(1)", "[::1", "192.0.2.1, ::1, unknown, \"_x\"", "for=\"[", "00-00000000000000000000000000000000-0000000000000000-00", "../../../etc/passwd", "' OR 1=1 --", "%' ESCAPE '", "<script>alert(1)</script>",
        "{{7*7}}", "${jndi:x}", "\u0000", "\u202e\u0301\ud83d\ude00", "\ud800", "\u00ff\u00fe", "a\tb", "a;b=c", "0-0", "-", "5b0c9a1e-", "5b0c9a1e-99999999999999999999", "ffffffff-1", "-1--1", "_", "%s%n",
    ];

    private static readonly string[] Escapes = ["%", "%0", "%00", "%zz", "%ff", "%c0%af", "%ed%a0%80", "%f4%90%80%80", "%2f", "%5c", "%2e%2e%2f", "%25", "%u0041", "+", "%0d%0aX-Injected:%201", "//", "/./", "/../", "\\", ";", "?", "#", "|", "\u00e9"];

    private static readonly string[] Bodies =
        ["", "{", "{}", "[]", "null", "\"", "{\"step\":-1}", "{\"step\":1e99}", "{\"set\":{\"4151\":{\"high\":\"x\"}}}", "{\"set\":{\"0\":null}}", "{\"fault\":\"everything\"}", "{\"a\":{\"a\":{\"a\":{}}}}", "{\"manual\":1}", "{\"step\":1,\"step\":2}", "\ufeff{}", "a=b&c", "&&&===", "%=%&%ff=%00", "--x\r\nContent-Disposition: form-data\r\n\r\n"];

    public FuzzRequest Make(int number)
    {
        var random = new Random(HashCode(seed, number));
        return random.Next(20) switch
        {
            < 12 => new(Encoding.Latin1.GetBytes(Line(random, One(random, Methods), Target(random)) + HeaderLines(random) + "Host: x\r\n\r\n"), true),
            < 15 => new(Post(random), false),
            < 16 => new(Login(random), true),
            < 19 => new(Mutate(random, Encoding.Latin1.GetBytes(Line(random, "GET", Target(random)) + HeaderLines(random) + "Host: x\r\n\r\n")), false),
            _ => new(Noise(random), false),
        };
    }

    // HashCode.Combine is another in each process.
    private static int HashCode(int one, int other) => unchecked((one * 486187739) ^ (other * 16777619) ^ (other >> 7));

    private static T One<T>(Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private static string Line(Random random, string method, string target) => $"{method} {target} {(random.Next(25) == 0 ? One(random, ["HTTP/1.0", "HTTP/2", "HTTP/9.9", "http/1.1", "", "HTTP/1.1 HTTP/1.1"]) : "HTTP/1.1")}\r\n";

    private string Target(Random random)
    {
        var path = "/" + string.Join('/', One(random, routes).Split('/').Select(part => part.StartsWith('{') || random.Next(12) == 0 ? Text(random, path: true) : part));
        if (random.Next(40) == 0)
        {
            return One(random, ["*", "http://other.example/", "//", "http:///", "/" + new string('/', 500), path[1..], "example.org:443", "http://x:99999/", "?"]);
        }

        var query = string.Join('&', Enumerable.Range(0, random.Next(5)).Select(_ => $"{(random.Next(8) == 0 ? Text(random, path: false) : One(random, Parameters))}={Text(random, path: false)}"));
        return path + (query.Length > 0 || random.Next(5) == 0 ? "?" + query : "");
    }

    private static string Text(Random random, bool path)
    {
        var text = random.Next(6) switch
        {
            0 => One(random, Escapes) + One(random, Values),
            1 => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => $"%{random.Next(256):x2}")),
            2 => new string(One(random, "a0,;=%+'\"é".ToCharArray()), random.Next(1, random.Next(10) == 0 ? 9000 : 300)),
            3 => string.Join(',', Enumerable.Range(0, random.Next(300)).Select(_ => random.Next(-5, 30_000))),
            _ => One(random, Values),
        };
        // Mostly as a client would write it, so that it gets past the server and into the site; sometimes as it is.
        return random.Next(5) == 0 || text.StartsWith('%') ? text.Replace(" ", path ? "%20" : "+", StringComparison.Ordinal) : Escape(text);
    }

    private static string Escape(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(value => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)',' ? ((char)value).ToString() : $"%{value:x2}"));

    private static string HeaderLines(Random random)
    {
        var lines = new StringBuilder();
        for (var count = random.Next(6); count > 0; count--)
        {
            var value = random.Next(12) == 0 ? new string('v', random.Next(20_000)) : One(random, Values);
            lines.Append(One(random, Headers)).Append(": ").Append(random.Next(4) == 0 ? value : Plain(value)).Append("\r\n");
        }

        if (random.Next(30) == 0)
        {
            lines.Append(One(random, [" folded: 1\r\n", "NoColon\r\n", ": nameless\r\n", "Host: y\r\n", "Content-Length: -1\r\n", "Content-Length: 1\r\nContent-Length: 2\r\n", "Transfer-Encoding: chunked, x\r\n", "Transfer-Encoding: x\r\n", "X\u00e9: 1\r\n", "X-A: a\rb\r\n"]));
        }

        return lines.ToString();
    }

    private static string Plain(string value) => string.Concat(value.Where(letter => letter is >= ' ' and <= '~'));

    private byte[] Post(Random random)
    {
        var body = random.Next(10) switch { 0 => new string('x', random.Next(100_000)), 1 => string.Join('&', Enumerable.Range(0, 2000).Select(index => $"k{index}=v")), _ => One(random, Bodies) };
        var target = random.Next(3) switch { 0 => "/demo/control", 1 => "/admin?handler=" + One(random, ["Sync", "Backup", "Drain", "Undrain", "Logout", "Nothing"]), _ => Target(random) };
        var type = One(random, ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/json; charset=utf-7", ""]);
        var length = random.Next(8) switch { 0 => body.Length + random.Next(1, 50), 1 => Math.Max(0, body.Length - 3), 2 => 1 << 30, _ => body.Length };
        var framing = random.Next(6) == 0 ? "Transfer-Encoding: chunked" : $"Content-Length: {length}";
        var sent = framing[0] == 'T' ? One(random, [$"{body.Length:x}\r\n{body}\r\n0\r\n\r\n", "zz\r\n" + body, "ffffffffffffffff\r\n" + body, $"{body.Length:x};x=y\r\n{body}", "0\r\nX-Trailer: 1\r\n\r\n"]) : body;
        return Encoding.Latin1.GetBytes($"{One(random, ["POST", "POST", "POST", "PUT", "GET"])} {target} HTTP/1.1\r\nHost: x\r\nContent-Type: {type}\r\n{framing}\r\n{HeaderLines(random)}\r\n{sent}");
    }

    // With a token that is right, so that what the form holds is looked at.
    private byte[] Login(Random random)
    {
        var password = random.Next(4) == 0 ? new string('p', random.Next(20_000)) : One(random, Values);
        var fields = loginForm.Append(new("password", password)).Concat(random.Next(3) == 0 ? [new("password", "again"), new("", "")] : []);
        var body = string.Join('&', fields.Select(field => $"{Escape(field.Key)}={Escape(field.Value)}"));
        var address = $"{random.Next(1, 224)}.{random.Next(256)}.0.1";
        return Encoding.Latin1.GetBytes($"POST /admin/login HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {address}\r\nCookie: {loginCookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private static byte[] Mutate(Random random, byte[] request)
    {
        var bytes = request.ToList();
        for (var count = random.Next(1, 6); count > 0 && bytes.Count > 2; count--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.Insert(at, (byte)One(random, [0, 9, 10, 13, 32, 58, 127, 255]));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 200), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(1, 4000)];
        random.NextBytes(bytes);
        return random.Next(3) == 0 ? Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Convert.ToHexString(bytes)) : random.Next(3) == 0 ? [0x16, 0x03, 0x01, .. bytes] : bytes;
    }
}
