using System.Globalization;

namespace PriceStream.Benchmarks.Streams;

/// <summary>A process's usage as Linux reports it: seconds of CPU in user mode and in the kernel, and KiB of its own memory.</summary>
internal readonly record struct ProcessCost(double User, double System, long AnonymousKiB)
{
    public double Cpu => User + System;

    public static ProcessCost Of(params IEnumerable<int> processes)
    {
        var sum = default(ProcessCost);
        foreach (var id in processes)
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var rss = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("RssAnon", StringComparison.Ordinal));
            sum += new ProcessCost(
                double.Parse(fields[11], CultureInfo.InvariantCulture) / 100, // clock ticks are hundredths of a second
                double.Parse(fields[12], CultureInfo.InvariantCulture) / 100,
                long.Parse(rss.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
        }

        return sum;
    }

    public static ProcessCost operator +(ProcessCost left, ProcessCost right) =>
        new(left.User + right.User, left.System + right.System, left.AnonymousKiB + right.AnonymousKiB);

    public static ProcessCost operator -(ProcessCost left, ProcessCost right) =>
        new(left.User - right.User, left.System - right.System, left.AnonymousKiB - right.AnonymousKiB);
}
