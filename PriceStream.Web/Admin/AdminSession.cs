using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace PriceStream.Web.Admin;

/// <summary>
/// The administrator's login, an encrypted cookie. It ends after eight hours, at logout, or when the password changes.
/// </summary>
public sealed class AdminSession(AdminOptions options, TimeProvider clock)
{
    /// <summary>The name of the authentication scheme, and of the policy that requires it.</summary>
    public const string Name = "admin";

    public static readonly TimeSpan Life = TimeSpan.FromHours(8);

    private const string Session = "session";
    private const string Password = "password";

    // The sessions that have logged out, kept until their cookies expire.
    private readonly ConcurrentDictionary<string, DateTimeOffset> ended = new();

    public Task BeginAsync(HttpContext context)
    {
        var claims = (Claim[])[new(Session, RandomNumberGenerator.GetHexString(32)), new(Password, options.Password!.Fingerprint)];
        return context.SignInAsync(Name, new(new ClaimsIdentity(claims, Name)));
    }

    public Task EndAsync(HttpContext context)
    {
        var now = clock.GetUtcNow();
        foreach (var (session, at) in ended)
        {
            if (now - at > Life)
            {
                ended.TryRemove(session, out _);
            }
        }

        if (context.User.FindFirstValue(Session) is { } own)
        {
            ended[own] = now;
        }

        return context.SignOutAsync(Name);
    }

    internal Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var isValid = context.Principal?.FindFirstValue(Password) == options.Password?.Fingerprint
            && context.Principal?.FindFirstValue(Session) is { } session && !ended.ContainsKey(session);
        if (!isValid)
        {
            context.RejectPrincipal();
        }

        return Task.CompletedTask;
    }
}
