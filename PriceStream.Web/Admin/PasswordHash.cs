using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PriceStream.Web.Admin;

/// <summary>
/// A salted hash of a password: <c>v1.ROUNDS.SALT.HASH</c>, PBKDF2 with HMAC-SHA512. It has only letters, digits, dots, dashes and
/// underscores, so that it needs no quoting in a shell or a compose file.
/// </summary>
public sealed class PasswordHash
{
    public const int ShortestPassword = 12;
    public const int LongestPassword = 256;

    private const string Version = "v1";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    // https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#pbkdf2
    private const int Rounds = 210_000;
    private const int MostRounds = 10_000_000;

    private readonly int rounds;
    private readonly byte[] salt;
    private readonly byte[] hash;

    private PasswordHash(int rounds, byte[] salt, byte[] hash) => (this.rounds, this.salt, this.hash) = (rounds, salt, hash);

    /// <summary>Identifies this hash and reveals nothing about the password.</summary>
    public string Fingerprint => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(ToString())), 0, 8);

    public static PasswordHash Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new(Rounds, salt, Derive(password, salt, Rounds));
    }

    /// <summary>Null when the text is not such a hash.</summary>
    public static PasswordHash? Parse(string text) =>
        text.Split('.') is [Version, var rounds, var salt, var hash]
        && int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count is >= Rounds / 2 and <= MostRounds
        && Decode(salt, SaltBytes) is { } saltBytes
        && Decode(hash, HashBytes) is { } hashBytes
            ? new(count, saltBytes, hashBytes) : null;

    public bool Matches(string password) =>
        password.Length <= LongestPassword && CryptographicOperations.FixedTimeEquals(Derive(password, salt, rounds), hash);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Version}.{rounds}.{Base64Url.EncodeToString(salt)}.{Base64Url.EncodeToString(hash)}");

    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA512, HashBytes);

    private static byte[]? Decode(string text, int length)
    {
        var bytes = new byte[length];
        return Base64Url.IsValid(text, out var decoded) && decoded == length && Base64Url.TryDecodeFromChars(text, bytes, out _)
            ? bytes : null;
    }
}
