using PriceStream.Web.Admin;

namespace PriceStream.Tests.Admin;

/// <summary>What a hash of a password accepts, and how it is written.</summary>
public sealed class PasswordHashTests
{
    private const string Password = "correct horse battery";

    // Made by an earlier version of the site.
    private const string Older = "v1.210000.AAECAwQFBgcICQoLDA0ODw.i8MEbJEntlaFgLOnIsIXgO0aPF4DYs7H6fl1KcMdXfc";

    [Fact]
    public void A_hash_matches_its_password_and_no_similar_one()
    {
        var text = PasswordHash.Of(Password).ToString();

        Assert.Matches(@"^v1\.[0-9]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$", text); // no shell and no compose file changes that
        Assert.True(PasswordHash.Parse(text)!.Matches(Password));
        Assert.False(PasswordHash.Parse(text)!.Matches("correct horse batterz"));
        Assert.NotEqual(text, PasswordHash.Of(Password).ToString());
    }

    [Fact]
    public void A_hash_from_an_earlier_version_still_matches() =>
        Assert.True(PasswordHash.Parse(Older)!.Matches(Password));

    [Fact]
    public void A_hash_uses_at_least_as_many_rounds_as_OWASP_recommends()
    {
        var rounds = PasswordHash.Of(Password).ToString().Split('.')[1];
        Assert.InRange(int.Parse(rounds), 210_000, 10_000_000);
    }

    [Fact]
    public void A_malformed_hash_is_rejected()
    {
        var text = PasswordHash.Of(Password).ToString();
        string[] broken =
        [
            "", "secret", text[..^1], text + "A", "v1.210000..", text.Replace('.', '$'),
            text.Replace("v1.", "v2.", StringComparison.Ordinal),
            text.Replace(".210000.", ".1.", StringComparison.Ordinal),
            text.Replace(".210000.", ".99999999.", StringComparison.Ordinal),
        ];
        Assert.All(broken, almost => Assert.Null(PasswordHash.Parse(almost)));
    }
}
