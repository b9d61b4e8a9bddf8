using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PriceStream.Benchmarks;

/// <summary>
/// Sends requests over persistent connections, one at a time on each. It shares the machine with the server, so it does as little work as
/// possible: every response must be a 200, and its body is only read and counted.
/// </summary>
internal sealed class LoadClient(IPEndPoint server)
{
    /// <param name="paths">The path of the n-th request.</param>
    /// <param name="pace">
    /// Requests that are due per second, whether the server keeps up or not. The time of a late request counts from when it was due.
    /// Null for as many as the server can answer.
    /// </param>
    public async Task<LoadResult> RunAsync(
        Func<int, string> paths,
        int connections,
        TimeSpan duration,
        bool gzip = true,
        int? pace = null,
        CancellationToken cancellationToken = default)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        var results = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(AskAsync, cancellationToken)));
        return new([.. results.SelectMany(result => result.Times).Order()], results.Sum(result => result.Bytes),
            Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);

        async Task<(List<double> Times, long Bytes)> AskAsync()
        {
            var times = new List<double>(1 << 14);
            var bytes = 0L;
            using var connection = await Connection.OpenAsync(server, cancellationToken);
            while (Stopwatch.GetElapsedTime(started) < duration && !cancellationToken.IsCancellationRequested)
            {
                var index = Interlocked.Increment(ref next);
                var due = pace is { } perSecond ? await UntilDueAsync(started, index, perSecond) : Stopwatch.GetTimestamp();
                bytes += await connection.AskAsync(paths(index), gzip);
                times.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
            }

            return (times, bytes);
        }
    }

    /// <returns>When the request was due.</returns>
    private static async Task<long> UntilDueAsync(long started, int index, int perSecond)
    {
        var due = started + (long)((double)index / perSecond * Stopwatch.Frequency);
        if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is not { Ticks: > 0 } early)
        {
            return due;
        }

        await Task.Delay(early, TimeProvider.System, CancellationToken.None);
        return Stopwatch.GetTimestamp(); // not the planned time: a late timer of this process must not count against the server
    }

    private sealed class Connection(Socket socket) : IDisposable
    {
        private readonly byte[] request = new byte[512];
        private readonly byte[] answer = new byte[1 << 17];

        public static async Task<Connection> OpenAsync(IPEndPoint server, CancellationToken cancellationToken)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server, cancellationToken);
            return new(socket);
        }

        /// <returns>How long the body was.</returns>
        public async Task<int> AskAsync(string path, bool gzip)
        {
            var encoding = gzip ? "Accept-Encoding: gzip\r\n" : "";
            var length = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{encoding}\r\n", request);
            await socket.SendAsync(request.AsMemory(0, length));
            var (have, head) = (0, -1);
            while (head < 0)
            {
                have += await ReceiveAsync(have);
                head = answer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
            }

            head += 4;
            if (!answer.AsSpan(0, have).StartsWith("HTTP/1.1 200"u8))
            {
                throw new InvalidOperationException($"{path}: {Encoding.ASCII.GetString(answer, 0, Math.Min(have, 400))}");
            }

            return LengthOf(answer.AsSpan(0, head)) is { } body ? await SkipAsync(body, have - head) : await SkipChunksAsync(head, have);
        }

        public void Dispose() => socket.Dispose();

        private static int? LengthOf(ReadOnlySpan<byte> head)
        {
            var at = head.IndexOf("Content-Length: "u8);
            if (at < 0)
            {
                return null;
            }

            return Utf8Parser.TryParse(head[(at + 16)..], out int length, out _)
                ? length
                : throw new InvalidOperationException("no length");
        }

        private async Task<int> SkipAsync(int body, int have)
        {
            for (var left = body - have; left > 0;)
            {
                left -= await ReceiveAsync(0);
            }

            return body;
        }

        // Only pages are chunked. With one request at a time, the end of the last chunk is the end of the response.
        private async Task<int> SkipChunksAsync(int head, int have)
        {
            var total = have - head;
            while (!answer.AsSpan(head, have - head).EndsWith("0\r\n\r\n"u8))
            {
                if (have == answer.Length)
                {
                    answer.AsSpan(have - 8).CopyTo(answer.AsSpan(head));
                    have = head + 8;
                }

                var received = await ReceiveAsync(have);
                (have, total) = (have + received, total + received);
            }

            return total;
        }

        private async Task<int> ReceiveAsync(int at) =>
            await socket.ReceiveAsync(answer.AsMemory(at)) is > 0 and var received
                ? received
                : throw new IOException("The server closed the connection");
    }
}

/// <param name="Times">Milliseconds of each request, ascending.</param>
/// <param name="Cpu">What this process used meanwhile, all its threads.</param>
internal sealed record LoadResult(double[] Times, long Bytes, TimeSpan Elapsed, TimeSpan Cpu)
{
    public double PerSecond => Times.Length / Elapsed.TotalSeconds;

    public double Percentile(double percent) => Times[(int)Math.Min(Times.Length - 1, Times.Length * percent / 100)];
}
