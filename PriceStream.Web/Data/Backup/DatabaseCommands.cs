namespace PriceStream.Web.Data.Backup;

/// <summary>Finds the database command that the arguments name.</summary>
public static class DatabaseCommands
{
    /// <summary>The command; null when the arguments name none.</summary>
    public static Func<IServiceProvider, Task<int>>? Find(string[] args)
    {
        if (args.Contains(BackupCommand.Name))
        {
            return BackupCommand.RunAsync;
        }

        var restore = Array.IndexOf(args, RestoreCommand.Name);
        return restore < 0 ? null : services => RestoreCommand.RunAsync(services, args.ElementAtOrDefault(restore + 1));
    }
}
