namespace PriceStream.Tests.Support;

/// <summary>Waits, up to a limit, for an effect that another thread or process produces a moment later.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan limit) =>
        TrueAsync(() => Task.FromResult(condition()), what, (int)(limit.TotalSeconds * 100));

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, int limit = 1000)
    {
        for (var tries = 0; tries < limit; tries++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        Assert.Fail($"Not within {limit / 100} s: {what}");
    }

    /// <summary>Waits until the value is the expected one. If it never is, the failure shows both.</summary>
    public static async Task EqualAsync<T>(T expected, Func<Task<T>> value)
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            try
            {
                Assert.Equal(expected, await value());
                return;
            }
            catch (Xunit.Sdk.EqualException) when (tries < 999)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }
    }
}
