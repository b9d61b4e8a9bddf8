namespace PriceStream.Web.Data.Sqlite;

/// <summary>Locks between processes, as files beside the database. The system releases a lock when its process ends or dies.</summary>
internal static class FileLocks
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    // A site that was just asked to stop needs up to five seconds.
    private const int SiteTries = 120;

    /// <summary>
    /// Takes the lock of the site that serves the database: alone, or together with other instances that are connected by a relay. Waits a
    /// few seconds for a process that is stopping. Returns null if the lock stays held.
    /// </summary>
    public static async Task<FileStream?> TryTakeSiteAsync(
        DatabaseFile file, bool isShared, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < SiteTries; tries++)
        {
            try
            {
                return isShared ? OpenShared(SiteOf(file)) : OpenAlone(SiteOf(file));
            }
            catch (IOException exception) when (IsHeld(exception))
            {
                await Task.Delay(RetryDelay, clock, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>Waits for the turn to start, migrate or repair: one instance at a time, so that each sees the last one's result.</summary>
    public static Task<FileStream> WaitForTurnAsync(DatabaseFile file, TimeProvider clock, CancellationToken cancellationToken) =>
        WaitAsync(() => new(file.Path + ".start", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), clock, cancellationToken);

    /// <summary>Waits for the shared lock that every process with an open database holds.</summary>
    public static Task<FileStream> WaitForUseAsync(DatabaseFile file, TimeProvider clock, CancellationToken cancellationToken) =>
        WaitAsync(() => OpenShared(UseOf(file)), clock, cancellationToken);

    /// <summary>Takes the exclusive lock; null while any process has the database open.</summary>
    public static FileStream? TryTakeAlone(DatabaseFile file)
    {
        try
        {
            return new(UseOf(file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }
    }

    /// <summary>Whether an exception means that the lock is held. Subclasses of IOException mean something else.</summary>
    public static bool IsHeld(IOException exception) => exception.GetType() == typeof(IOException) && exception.HResult == WouldBlock;

    // .NET's number for EWOULDBLOCK on each system; a full or broken disk has other numbers.
    private static readonly int WouldBlock = OperatingSystem.IsWindows() ? unchecked((int)0x80070020)
        : OperatingSystem.IsLinux() ? 11
        : 35;

    private static string SiteOf(DatabaseFile file) => file.Path + ".site";

    private static string UseOf(DatabaseFile file) => file.Path + ".in-use";

    private static FileStream OpenShared(string path) => new(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);

    // A file that an earlier run left and this user may only read can be locked as well.
    private static FileStream OpenAlone(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException) when (File.Exists(path))
        {
            return new(path, FileMode.Open, FileAccess.Read, FileShare.None);
        }
    }

    private static async Task<FileStream> WaitAsync(Func<FileStream> take, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return take();
            }
            catch (IOException exception) when (IsHeld(exception))
            {
                await Task.Delay(RetryDelay, clock, cancellationToken);
            }
        }
    }
}
