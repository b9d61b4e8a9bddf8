using Coravel.Invocable;

namespace PriceStream.Web.Data.Backup;

/// <summary>The nightly backup.</summary>
public sealed class BackupJob(DatabaseBackup backup) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public Task Invoke() => backup.RunAsync(CancellationToken);
}
