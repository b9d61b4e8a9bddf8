namespace PriceStream.Tests.Support;

/// <summary>For what happens a moment after its cause on another thread: waits for the thing itself, up to a limit.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        Assert.Fail("It did not happen within 10 s that " + what);
    }
}
