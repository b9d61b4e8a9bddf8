namespace PriceStream.Web.Upstream;

/// <summary>Makes rows of their numbers. A side that cannot be right is left out and refused; the other side is taken.</summary>
internal static class UpstreamSides
{
    /// <summary>A row of <c>/latest</c>; null when nothing of it can be taken.</summary>
    /// <param name="numbers">high, highTime, low, lowTime.</param>
    /// <param name="now">The later of the upstream's clock and our own.</param>
    public static UpstreamPrice? Price<T>(UpstreamRows<T> rows, ReadOnlySpan<UpstreamNumber> numbers, DateTimeOffset now)
    {
        var high = IsGood(rows, UpstreamChecks.CheckTrade(numbers[0], numbers[1], now, "high")) ? numbers[..2] : default;
        var low = IsGood(rows, UpstreamChecks.CheckTrade(numbers[2], numbers[3], now, "low")) ? numbers[2..] : default;
        var price = new UpstreamPrice
        {
            High = At(high, 0),
            HighTime = At(high, 1),
            Low = At(low, 0),
            LowTime = At(low, 1),
        };
        return rows.IsDamaged && price is { High: null, Low: null } ? null : price;
    }

    /// <summary>A row of a window or of a series; null when nothing of it can be taken.</summary>
    /// <param name="numbers">avgHighPrice, highPriceVolume, avgLowPrice, lowPriceVolume.</param>
    public static UpstreamWindow? Window<T>(UpstreamRows<T> rows, ReadOnlySpan<UpstreamNumber> numbers)
    {
        var high = IsGood(rows, UpstreamChecks.CheckVolume(numbers[0], numbers[1], "high")) ? numbers[..2] : default;
        var low = IsGood(rows, UpstreamChecks.CheckVolume(numbers[2], numbers[3], "low")) ? numbers[2..] : default;
        var window = new UpstreamWindow
        {
            AvgHighPrice = At(high, 0),
            HighPriceVolume = At(high, 1) ?? 0,
            AvgLowPrice = At(low, 0),
            LowPriceVolume = At(low, 1) ?? 0,
        };
        return rows.IsDamaged && window is { AvgHighPrice: null, AvgLowPrice: null } ? null : window;
    }

    private static long? At(ReadOnlySpan<UpstreamNumber> side, int index) => side.IsEmpty ? null : side[index].Rounded;

    private static bool IsGood<T>(UpstreamRows<T> rows, (string Kind, string Reason)? error)
    {
        if (error is { } wrong)
        {
            rows.Refuse(wrong.Kind, wrong.Reason);
        }

        return error is null;
    }
}
