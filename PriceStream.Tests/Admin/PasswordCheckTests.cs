using PriceStream.Tests.Support;
using PriceStream.Web.Admin;

namespace PriceStream.Tests.Admin;

/// <summary>What many password checks at once may cost.</summary>
public sealed class PasswordCheckTests
{
    private const int Strangers = 50;

    // So many rounds that a check takes seconds, long after all strangers have been refused.
    private static readonly string SlowHash = string.Join('.', ["v1", "5000000", .. AdminClient.Hash.Split('.')[2..]]);

    [Fact]
    public async Task Passwords_are_checked_one_at_a_time_and_only_a_few_wait()
    {
        using var check = new PasswordCheck(new AdminOptions { PasswordHash = SlowHash });
        using var end = new CancellationTokenSource();
        var checks = Enumerable.Range(0, Strangers).Select(_ => Task.Run(() => check.MatchesAsync("wrong", end.Token))).ToList();
        for (var refused = 0; refused < Strangers - PasswordCheck.MaxWaiting; refused++)
        {
            var done = await Task.WhenAny(checks);
            Assert.Null(await done);
            checks.Remove(done);
        }

        await end.CancelAsync();
        var rest = await Task.WhenAll(checks.Select(task => task.ContinueWith(
            ended => ended.IsCanceled, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)));
        Assert.Equal(PasswordCheck.MaxWaiting - 1, rest.Count(cancelled => cancelled)); // one was being checked
    }

    [Fact]
    public async Task The_right_password_is_right_and_another_is_wrong()
    {
        using var check = new PasswordCheck(new AdminOptions { PasswordHash = AdminClient.Hash });
        Assert.True(await check.MatchesAsync(AdminClient.Password, TestContext.Current.CancellationToken));
        Assert.False(await check.MatchesAsync("wrong", TestContext.Current.CancellationToken));
    }
}
