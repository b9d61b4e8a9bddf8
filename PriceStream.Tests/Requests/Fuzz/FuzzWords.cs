namespace PriceStream.Tests.Requests.Fuzz;

/// <summary>The words that fuzzed requests are made of.</summary>
internal static class FuzzWords
{
    public static readonly string[] Methods =
    [
        "GET", "GET", "GET", "GET", "HEAD", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "OPTIONS", "TRACE", "CONNECT", "get",
        "QUERY", "", "G\u00c9T", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "GET GET",
    ];

    public static readonly string[] Parameters =
    [
        "search", "members", "sort", "order", "page", "page_size", "items", "after", "html", "period", "sample",
        "cache", "bypass_cache", "handler", "done", "id", "slug", "status", "area", "page[]", "", "__proto__", "%",
        "items[0]", "lastEventId", "preset", "basis", "min_price", "max_roi", "min_change", "max_age", "price", "net", "item", "at",
        "cols", "shown", "watch", "list",
    ];

    public static readonly string[] Headers =
    [
        "Last-Event-ID", "HX-Request", "HX-Request-Type", "HX-Target", "HX-Trigger", "HX-Current-URL", "HX-Boosted",
        "HX-History-Restore-Request", "Accept", "Accept-Encoding", "Accept-Language", "Range", "If-Range", "If-Match",
        "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "Cookie", "Authorization", "Content-Type",
        "Expect", "Upgrade", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Origin",
        "Referer", "User-Agent", "X-HTTP-Method-Override", "TE", "Trailer", "Via", "Max-Forwards", "Sec-WebSocket-Key",
        "traceparent", "Proxy-Connection", "X-Original-URL", "RequestVerificationToken", "Cache-Control", "Date",
        "Connection", "Access-Control-Request-Method", "Access-Control-Request-Headers",
        "Access-Control-Request-Private-Network", "Sec-Fetch-Site", "Range", "Range", "Accept-Encoding",
    ];

    public static readonly string[] Values =
    [
        "", " ", "0", "-1", "1", "2", "4151", "+1", "1.5", "1e9", "0x10", "NaN", "2147483647", "2147483648",
        "-2147483649", "9223372036854775808", "99999999999999999999999999", "4151,2", "4151,,2", ",", "1,-2", "true",
        "TRUE", "maybe", "null", "undefined", "24h", "1y", "all", "25h", "skip", "high", "margin", "desc", "partial",
        "full", "gzip", "br;q=2", "gzip;q=abc, *;q=0", "identity;q=0, *;q=0", "bytes=0-", "bytes=-1", "bytes=9-1",
        "bytes=0-99999999999999999999", "bytes=0-0,2-2,4-4",
        "bytes=", "bytes=a-b", "items=0-1", "bytes=0-0", "bytes=99999-", "text/event-stream", "*/*;q=x", "application/json",
        "application/x-www-form-urlencoded", "multipart/form-data; boundary=", "multipart/form-data",
        "text/html; charset=\u00ff", "100-continue", "h2c", "websocket", "Thu, 99 Foo 2025 99:99:99 GMT", "\"",
        "W/\"\"", "W/\"x", "*", "Bearer", "Basic !!!", "pricestream-admin=CfDJ8", "pricestream-admin=chunks-9999999",
        "pricestream-form=CfDJ8; pricestream-form=;;;=", "=;=,;", "https", "javascript:alert(1)",
        "null", "https://other.example", "GET", "HEAD", "last-event-id, x", "[::1",
        "192.0.2.1, ::1, unknown, \"_x\"", "for=\"[", "00-00000000000000000000000000000000-0000000000000000-00",
        "../../../etc/passwd", "' OR 1=1 --", "%' ESCAPE '", "<script>alert(1)</script>", "{{7*7}}", "${jndi:x}",
        "\u0000", "\u202e\u0301\ud83d\ude00", "\ud800", "\u00ff\u00fe", "a\tb", "a;b=c", "0-0", "-", "5b0c9a1e-",
        "5b0c9a1e-99999999999999999999", "ffffffff-1", "-1--1", "_", "%s%n",
    ];

    public static readonly string[] Escapes =
    [
        "%", "%0", "%00", "%zz", "%ff", "%c0%af", "%ed%a0%80", "%f4%90%80%80", "%2f", "%5c", "%2e%2e%2f", "%25",
        "%u0041", "+", "%0d%0aX-Injected:%201", "//", "/./", "/../", "\\", ";", "?", "#", "|", "\u00e9",
    ];

    public static readonly string[] Bodies =
    [
        "", "{", "{}", "[]", "null", "\"", "{\"step\":-1}", "{\"step\":1e99}", "{\"set\":{\"4151\":{\"high\":\"x\"}}}",
        "{\"set\":{\"0\":null}}", "{\"fault\":\"everything\"}", "{\"a\":{\"a\":{\"a\":{}}}}", "{\"manual\":1}",
        "{\"step\":1,\"step\":2}", "\ufeff{}", "a=b&c", "&&&===", "%=%&%ff=%00",
        "--x\r\nContent-Disposition: form-data\r\n\r\n",
    ];

    public static readonly string[] BrokenHeaderLines =
    [
        " folded: 1\r\n", "NoColon\r\n", ": nameless\r\n", "Host: y\r\n", "Content-Length: -1\r\n",
        "Content-Length: 1\r\nContent-Length: 2\r\n", "Transfer-Encoding: chunked, x\r\n", "Transfer-Encoding: x\r\n", "X\u00e9: 1\r\n",
        "X-A: a\rb\r\n",
    ];

    public static readonly string[] AdminHandlers = ["Sync", "Backup", "Drain", "Undrain", "Logout", "Nothing"];

    public static readonly string[] BodyMethods = ["POST", "POST", "POST", "PUT", "GET"];

    public static readonly string[] ContentTypes =
    [
        "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain",
        "application/json; charset=utf-7", "",
    ];
}
