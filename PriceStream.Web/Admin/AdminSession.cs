using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace PriceStream.Web.Admin;

/// <summary>
/// Who is logged in: a cookie that the server has sealed. It ends after eight hours, with a logout, and when another password is set.
/// </summary>
public sealed class AdminSession(AdminOptions options, TimeProvider clock)
{
    /// <summary>The scheme, and the policy that wants it.</summary>
    public const string Name = "admin";

    public static readonly TimeSpan Life = TimeSpan.FromHours(8);

    private const string Session = "session";
    private const string Password = "password";

    // What was logged out and would else be good until its end.
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
        var good = context.Principal?.FindFirstValue(Password) == options.Password?.Fingerprint
            && context.Principal?.FindFirstValue(Session) is { } session && !ended.ContainsKey(session);
        if (!good)
        {
            context.RejectPrincipal();
        }

        return Task.CompletedTask;
    }
}
