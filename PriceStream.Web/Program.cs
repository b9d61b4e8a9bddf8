using PriceStream.Web;
using PriceStream.Web.Hosting;

return await StartFailure.ReportAsync(() => CommandDispatcher.RunAsync(args, Commands.All, ServeAsync));

async Task<int> ServeAsync()
{
    var builder = Composition.CreateBuilder(args);
    builder.AddPriceStream();
    var app = builder.Build();
    await app.PrepareAsync(args);
    app.UsePriceStream();
    await app.RunAsync();
    return 0;
}
