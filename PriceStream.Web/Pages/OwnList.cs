using PriceStream.Web.Watch;

namespace PriceStream.Web.Pages;

/// <summary>The reader's own list, which is in a cookie and nowhere else.</summary>
internal static class OwnList
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    public static WatchList Of(HttpRequest request) => WatchCookie.Parse(request.Cookies[WatchCookie.Name]);

    public static void Save(HttpResponse response, WatchList list)
    {
        var request = response.HttpContext.Request;
        var options = new CookieOptions
        {
            Path = request.PathBase.HasValue ? request.PathBase.Value : "/",
            SameSite = SameSiteMode.Lax,
            Secure = request.IsHttps,
            IsEssential = true,
            MaxAge = list.IsEmpty ? null : Life,
        };
        if (list.IsEmpty)
        {
            response.Cookies.Delete(WatchCookie.Name, options);
        }
        else
        {
            response.Cookies.Append(WatchCookie.Name, WatchCookie.Format(list), options);
        }
    }
}
