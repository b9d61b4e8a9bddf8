namespace PriceStream.Web.Upstream;

/// <summary>Counts every request that is sent, retries included.</summary>
public sealed class BudgetHandler(UpstreamBudget budget) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        budget.Spend(request.RequestUri!.Segments[^1]);
        return base.SendAsync(request, cancellationToken);
    }
}
