using PriceStream.Web.Jobs;

namespace PriceStream.Web.Admin;

/// <summary>Every scheduled job with its last run and its next.</summary>
public sealed class JobsSection(JobLog jobs, AdminClock clock)
{
    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<AdminJob> All => [.. jobs.Reports.Select(report => new AdminJob(report, clock))];
}
