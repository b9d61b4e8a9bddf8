namespace PriceStream.Web.Admin;

/// <summary>
/// Checks one password at a time. A check takes about a tenth of a second of a processor on purpose, so strangers who try passwords from
/// many addresses must not take all processors from the site.
/// </summary>
public sealed class PasswordCheck(AdminOptions options) : IDisposable
{
    /// <summary>The most checks that run or wait.</summary>
    public const int MaxWaiting = 10;

    private readonly SemaphoreSlim turn = new(1);
    private int waiting;

    /// <summary>Whether this is the administrator's password; null when too many others wait.</summary>
    public async Task<bool?> MatchesAsync(string password, CancellationToken cancellationToken)
    {
        try
        {
            return Interlocked.Increment(ref waiting) <= MaxWaiting ? await MatchesInTurnAsync(password, cancellationToken) : null;
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<bool> MatchesInTurnAsync(string password, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return options.Password!.Matches(password);
        }
        finally
        {
            turn.Release();
        }
    }
}
