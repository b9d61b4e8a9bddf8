using System.Text;

namespace PriceStream.Tests.Requests.Fuzz;

/// <summary>Makes requests that no client should send. A seed and a number always make the same request.</summary>
internal sealed class FuzzGenerator(
    int seed, IReadOnlyList<string> routes, IReadOnlyDictionary<string, string> loginForm, string loginCookie)
{
    private static readonly string[] Versions = ["HTTP/1.0", "HTTP/2", "HTTP/9.9", "http/1.1", "", "HTTP/1.1 HTTP/1.1"];

    // Within the limit, beyond the site's limit, and beyond the server's.
    private static readonly int[] LongHeaders = [20_000, 20_000, 100_000, 600_000];

    public FuzzRequest Make(int number)
    {
        var random = new Random(HashCode(seed, number));
        return random.Next(20) switch
        {
            < 12 => new(Get(random, One(random, FuzzWords.Methods)), true),
            < 15 => new(Post(random), false),
            < 16 => new(Login(random), true),
            < 19 => new(FuzzNoise.Mutate(random, Get(random, "GET")), false),
            _ => new(FuzzNoise.Bytes(random), false),
        };
    }

    // HashCode.Combine differs from process to process.
    private static int HashCode(int one, int other) => unchecked((one * 486187739) ^ (other * 16777619) ^ (other >> 7));

    private static T One<T>(Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private byte[] Get(Random random, string method) =>
        Encoding.Latin1.GetBytes(Line(random, method, Target(random)) + HeaderLines(random) + "Host: x\r\n\r\n");

    private static string Line(Random random, string method, string target) =>
        $"{method} {target} {(random.Next(25) == 0 ? One(random, Versions) : "HTTP/1.1")}\r\n";

    private string Target(Random random)
    {
        var parts = One(random, routes).Split('/')
            .Select(part => part.StartsWith('{') || random.Next(12) == 0 ? Text(random, path: true) : part);
        var path = "/" + string.Join('/', parts);
        if (random.Next(40) == 0)
        {
            return One(random, StrangeTargets(path));
        }

        var query = string.Join('&', Enumerable.Range(0, random.Next(5)).Select(_ => Parameter(random)));
        return path + (query.Length > 0 || random.Next(5) == 0 ? "?" + query : "");
    }

    private static string[] StrangeTargets(string path) =>
    [
        "*", "http://other.example/", "//", "http:///", "/" + new string('/', 500), path[1..], "example.org:443", "http://x:99999/", "?",
    ];

    private static string Parameter(Random random)
    {
        var name = random.Next(8) == 0 ? Text(random, path: false) : One(random, FuzzWords.Parameters);
        return $"{name}={Text(random, path: false)}";
    }

    private static string Text(Random random, bool path)
    {
        var text = random.Next(6) switch
        {
            0 => One(random, FuzzWords.Escapes) + One(random, FuzzWords.Values),
            1 => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => $"%{random.Next(256):x2}")),
            2 => new string(One(random, "a0,;=%+'\"é".ToCharArray()), random.Next(1, random.Next(10) == 0 ? 9000 : 300)),
            3 => string.Join(',', Enumerable.Range(0, random.Next(300)).Select(_ => random.Next(-5, 30_000))),
            _ => One(random, FuzzWords.Values),
        };
        // Mostly as a client would write it, so that it gets past the server and into the site; sometimes as it is.
        return random.Next(5) == 0 || text.StartsWith('%')
            ? text.Replace(" ", path ? "%20" : "+", StringComparison.Ordinal)
            : Escape(text);
    }

    private static string Escape(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(Escape));

    private static string Escape(byte value) =>
        char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)',' ? ((char)value).ToString() : $"%{value:x2}";

    private static string HeaderLines(Random random)
    {
        var lines = new StringBuilder();
        for (var count = random.Next(6); count > 0; count--)
        {
            var value = random.Next(12) == 0 ? new string('v', random.Next(One(random, LongHeaders))) : One(random, FuzzWords.Values);
            lines.Append(One(random, FuzzWords.Headers)).Append(": ");
            lines.Append(random.Next(4) == 0 ? value : Plain(value)).Append("\r\n");
        }

        if (random.Next(30) == 0)
        {
            lines.Append(One(random, FuzzWords.BrokenHeaderLines));
        }

        return lines.ToString();
    }

    private static string Plain(string value) => string.Concat(value.Where(letter => letter is >= ' ' and <= '~'));

    private byte[] Post(Random random)
    {
        var body = Body(random);
        var target = random.Next(3) switch
        {
            0 => "/demo/control",
            1 => "/admin?handler=" + One(random, FuzzWords.AdminHandlers),
            _ => Target(random),
        };
        var type = One(random, FuzzWords.ContentTypes);
        var length = random.Next(8) switch
        {
            0 => body.Length + random.Next(1, 50),
            1 => Math.Max(0, body.Length - 3),
            2 => 1 << 30,
            _ => body.Length,
        };
        var chunked = random.Next(6) == 0;
        var framing = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {length}";
        var sent = chunked ? One(random, Chunks(body)) : body;
        var line = $"{One(random, FuzzWords.BodyMethods)} {target} HTTP/1.1\r\nHost: x\r\nContent-Type: {type}\r\n{framing}\r\n";
        return Encoding.Latin1.GetBytes($"{line}{HeaderLines(random)}\r\n{sent}");
    }

    private static string Body(Random random) => random.Next(10) switch
    {
        0 => new string('x', random.Next(100_000)),
        1 => string.Join('&', Enumerable.Range(0, 2000).Select(index => $"k{index}=v")),
        _ => One(random, FuzzWords.Bodies),
    };

    private static string[] Chunks(string body) =>
    [
        $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n", "zz\r\n" + body, "ffffffffffffffff\r\n" + body, $"{body.Length:x};x=y\r\n{body}",
        "0\r\nX-Trailer: 1\r\n\r\n",
    ];

    // With a valid antiforgery token, so that the site reads the rest of the form.
    private byte[] Login(Random random)
    {
        var password = random.Next(4) == 0 ? new string('p', random.Next(20_000)) : One(random, FuzzWords.Values);
        var more = random.Next(3) == 0 ? new KeyValuePair<string, string>[] { new("password", "again"), new("", "") } : [];
        var fields = loginForm.Append(new("password", password)).Concat(more);
        var body = string.Join('&', fields.Select(field => $"{Escape(field.Key)}={Escape(field.Value)}"));
        var address = $"{random.Next(1, 224)}.{random.Next(256)}.0.1";
        return Encoding.Latin1.GetBytes(
            $"POST /admin/login HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {address}\r\nCookie: {loginCookie}\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }
}
