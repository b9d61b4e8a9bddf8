namespace PriceStream.Web.History.Import;

/// <summary>When something that could not be fetched, or of which too much was refused, is fetched again.</summary>
public static class FetchRetry
{
    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), Longest];

    /// <summary>The wait after so many failures in a row, from 1.</summary>
    public static TimeSpan After(int failures) => Waits[Math.Clamp(failures, 1, Waits.Length) - 1];

    /// <summary>More than a tenth of the rows was refused: what is left is stored, but does not count as fetched.</summary>
    public static bool IsGutted(int refused, int total) => refused > total / 10.0;
}
