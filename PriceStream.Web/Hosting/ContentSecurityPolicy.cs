using System.Security.Cryptography;

namespace PriceStream.Web.Hosting;

/// <summary>The policy that lets a page load from the site itself only, and the nonce of its one inline script.</summary>
public static class ContentSecurityPolicy
{
    private const string NonceKey = "csp-nonce";
    private const int NonceBytes = 16;

    /// <summary>The nonce of this response, for the import map.</summary>
    public static string CspNonce(this HttpContext context) => (string)context.Items[NonceKey]!;

    /// <summary>Creates this response's nonce, and returns the policy that allows it.</summary>
    /// <param name="iconHost">Another host that may serve pictures; null for none.</param>
    internal static string Create(HttpContext context, string? iconHost)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        context.Items[NonceKey] = nonce;
        var icons = iconHost is null ? "" : " " + iconHost;
        return $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:{icons}; connect-src 'self'; "
            + "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";
    }
}
