using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Hosting;

/// <summary>
/// A read that finds the database file broken is what tells of it. Its request is answered all the same: from then on reads go to the
/// database in memory.
/// </summary>
public static class DatabaseFailover
{
    public static void UseDatabaseFailover(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var storage = context.RequestServices.GetRequiredService<StorageState>();
        try
        {
            await next(context);
        }
        catch (Exception fault) when (HttpMethods.IsGet(context.Request.Method) && !context.Response.HasStarted && storage.Report(fault))
        {
            context.Response.Clear();
            await next(context);
        }
    });
}
