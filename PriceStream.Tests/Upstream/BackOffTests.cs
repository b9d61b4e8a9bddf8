using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Upstream;

/// <summary>The wait after the upstream has failed.</summary>
public sealed class BackOffTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_747_814_400);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(900, true)]
    [InlineData(901, false)] // the clock was set back meanwhile
    [InlineData(-1, false)]
    public void A_back_off_is_active_until_its_end_but_never_beyond_the_maximum(int secondsLeft, bool isActive) =>
        Assert.Equal(isActive, BackOff.IsActive(Now, Now.AddSeconds(secondsLeft), TimeSpan.FromMinutes(15)));
}
